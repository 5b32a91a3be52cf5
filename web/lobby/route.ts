import { LINK_FRAGMENT } from '../../server/protocol/link-path.ts'

/** What an address of the page means. */
export type Route =
  | { readonly page: 'lobby' }
  | { readonly page: 'room'; readonly application: string; readonly room: string; readonly people: boolean }
  | { readonly page: 'account' | 'administration' }
  /** The form for a new room of an application. */
  | { readonly page: 'new-room'; readonly application: string }
  /** What a room is, for whoever may change it. */
  | { readonly page: 'room-settings'; readonly application: string; readonly room: string }
  /** Whoever opens it may do one thing, whoever they are; without a code, what anybody may. */
  | { readonly page: 'link'; readonly code: string }
  | { readonly page: 'unknown' }

/** Pages beside the rooms, and their titles. An application of that name has its rooms below it; its own address would mean the lobby. */
export const ASIDE: Readonly<Partial<Record<Route['page'], string>>> = {
  account: 'Your account',
  administration: 'Administration',
  'new-room': 'New room',
  'room-settings': 'Settings of the room',
}

/** Behind an application's own address: a new room of it. */
const NEW = '#new'
/** Behind a room's address. */
const SETTINGS = '#settings'

/** On a narrow screen the people of a room are a page of their own: the room's address with this behind it. */
const PEOPLE = '#people'

/** Reads an address. Whether its application and room exist is not known here. */
export function parseRoute({ pathname, hash }: { pathname: string; hash: string }): Route {
  if (hash.startsWith(LINK_FRAGMENT)) return { page: 'link', code: hash.slice(LINK_FRAGMENT.length) }
  if (pathname === '/') return { page: 'lobby' }
  const aside = pathname.slice(1)
  if (hash !== NEW && (aside === 'account' || aside === 'administration')) return { page: aside }
  const [, application, room, ...rest] = pathname.split('/')
  if (application === undefined || application === '' || rest.length > 0) return { page: 'unknown' }
  const name = decode(application)
  // An application's own address is its part of the lobby.
  if (!room) return hash === NEW && name !== undefined ? { page: 'new-room', application: name } : { page: 'lobby' }
  const id = decode(room)
  if (name === undefined || id === undefined) return { page: 'unknown' }
  if (hash === SETTINGS) return { page: 'room-settings', application: name, room: id }
  return { page: 'room', application: name, room: id, people: hash === PEOPLE }
}

/** The address of a route, such that parsing it gives the same route. */
export function formatRoute(route: Route): string {
  if (route.page === 'link') return `/${LINK_FRAGMENT}${route.code}`
  if (route.page === 'new-room') return `/${encode(route.application)}${NEW}`
  if (route.page !== 'room' && route.page !== 'room-settings') return ASIDE[route.page] ? `/${route.page}` : '/'
  const behind = route.page === 'room-settings' ? SETTINGS : route.people ? PEOPLE : ''
  return `/${encode(route.application)}/${encode(route.room)}${behind}`
}

/** A colon may stand in a path as it is, and `/chat/R:1` is what people read. */
function encode(part: string): string {
  return encodeURIComponent(part).replaceAll('%3A', ':')
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    // Somebody's typing error, such as `%zz`: an address that means nothing.
    return undefined
  }
}
