import { createAskHttp, expectShape } from '../client/ask-http.ts'
import { isRecord } from '../common/is-record.ts'
import { isSession, type Session } from './session-store.ts'

/** What the server says of itself before anybody signs in. */
export interface Site {
  readonly applications: readonly { readonly name: string; readonly title: string }[]
  /** Whether anybody may make an account. */
  readonly signUp?: boolean
  /** Whether whoever has no account comes in with a name. */
  readonly guests?: boolean
  /** Who may make rooms; absent where nobody can by the page. */
  readonly makeRooms?: 'guests' | 'everyone' | 'moderators' | 'administrators'
  /** In development only: users to try it with, who share one password. */
  readonly demo: { readonly users: readonly { readonly username: string }[]; readonly password: string } | null
}

/** The server's HTTP API. Everything rejects with `SocDrawError`: the server's own, or `CONNECTION_FAILED`. */
export interface SiteApi {
  site(): Promise<Site>
  signIn(username: string, password: string): Promise<Session>
  /** Another session of the same user, which ends by itself. */
  anotherSession(token: string): Promise<Session>
  signOut(token: string): Promise<void>
}

/** @param basePath where the server stands, with a slash at both ends */
export function createSiteApi(send: typeof fetch, basePath = '/'): SiteApi {
  const ask = createAskHttp(send, basePath)
  return {
    site: async () => expectShape(await ask('site'), isSite),
    signIn: async (username, password) =>
      expectShape(await ask('sessions', { method: 'POST', body: { username, password } }), isSession),
    anotherSession: async (token) => expectShape(await ask('sessions/another', { method: 'POST', token }), isSession),
    signOut: async (token) => {
      await ask('sessions', { method: 'DELETE', token })
    },
  }
}

function isSite(value: unknown): value is Site {
  if (!isRecord(value) || !Array.isArray(value.applications)) return false
  return value.applications.every((each) => isRecord(each) && typeof each.name === 'string') && isDemo(value.demo)
}

function isDemo(value: unknown): value is Site['demo'] {
  if (value === null) return true
  if (!isRecord(value) || typeof value.password !== 'string' || !Array.isArray(value.users)) return false
  return value.users.every((each) => isRecord(each) && typeof each.username === 'string')
}
