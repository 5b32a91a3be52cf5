import type { AnyApplication } from '../contract/application.ts'
import { checkedUser } from '../protocol/check-user.ts'
import {
  ROOM_LINK_LIFETIME,
  type RoomLinkAnswer,
  type RoomLinksAnswer,
  roomLinkRequest,
} from '../protocol/door-messages.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { MAX_SEARCH_LENGTH } from '../protocol/limits.ts'
import type { Role } from '../protocol/roles.ts'
import type { RoomStatus } from '../protocol/room-document.ts'
import type { RoomFilter } from '../protocol/room-filter.ts'
import { MOST_ROOMS_AT_ONCE } from '../protocol/room-list-messages.ts'
import type { PlayNow } from '../rooms/keeping/play-now.ts'
import type { BanTerms, NewRoom, RoomEdit } from '../rooms/keeping/ports.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import type { MadeRoomLink } from '../rooms/keeping/room-links.ts'
import type { CataloguedRoom, RoomOrigin } from '../rooms/log/room-catalogue.ts'
import type { Knock } from '../rooms/log/room-doors.ts'
import type { Access, Account, RoomRecord } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { findRooms } from './list-rooms.ts'
import type { Doors } from './start-doors.ts'
import { watchersOf } from './watchers-of.ts'

/** How many rooms a page has unless it was asked for fewer or more, and how many it can have. */
const PAGE = 100
const LONGEST_PAGE = 1000

/** A room as its host's list has it: as it was set up, and as it stands in the log. */
export interface HostListing extends RoomRecord {
  /** Where it stands among all rooms: rises in the order in which they were made. */
  readonly position: number
  readonly status: RoomStatus
  /** Seats taken. */
  readonly members: number
  /** How many users only watch, as those who are there were told last. */
  readonly watchers: number
  /** What the application shows of itself. */
  readonly preview?: string
  /** Whether the host's code names it, or people have made it. */
  readonly origin: RoomOrigin
  readonly archived: boolean
}

export interface HostRoomsQuery {
  /** An application's name; of all of them unless told. */
  readonly application?: string
  /** Only those in the archive, or only those out of it; both unless told. */
  readonly archived?: boolean
  /** Those after this position; from the first unless told. */
  readonly after?: number
  /** 100 unless told, 1,000 at most. */
  readonly limit?: number
}

/** What `GET /api/rooms` is asked: the words that names begin with, and a filter. */
export interface HostRoomsSearch {
  /** Each of its words begins one of the words of a room's name, whatever the case and accents. */
  readonly search?: string
  /** Of all rooms, archived and deleted ones too, unless told; with `user`, of those that are neither. `mine` takes a `user`. */
  readonly filter?: RoomFilter
  /** An application's name; of all of them unless told. */
  readonly application?: string
  /** Who looks: only rooms are found that they may see. */
  readonly user?: HostUser
  /** The `next` of the page before. */
  readonly after?: string
  /** 50 unless told, 100 at most. */
  readonly limit?: number
}

/** All rooms of a server, whoever may enter them: page by page, or one after the other by `for await`. */
export interface HostRooms extends AsyncIterable<HostListing>, RoomWays {
  /**
   * `next` is what to ask for next as `after`; null at the end.
   * @throws TypeError for a query that can't be
   */
  list(query?: HostRoomsQuery): Promise<{ readonly rooms: readonly HostListing[]; readonly next: number | null }>
  /**
   * Rooms by words and filter, those first in which something happened last, with the filter `waiting` the fullest. `next`
   * is what to ask for next as `after`; null at the end: a page may have few rooms, or none, and others follow.
   * @throws TypeError for a query that can't be; rejects with `INVALID_MESSAGE` for an `after` that is no `next`
   */
  search(query?: HostRoomsSearch): Promise<{ readonly rooms: readonly HostListing[]; readonly next: string | null }>
  /**
   * Makes a room as people do, with an owner or without: what it is says nobody's code, and no start archives it. This and what
   * follows resolve with the room as it is then, when that is durable and in force, and reject with a SocDrawError:
   * `ROOM_NOT_FOUND`, `INVALID_MESSAGE`, `TOO_LARGE`, `NOT_STORED`, `ROOM_BUSY`; and `FORBIDDEN` for a room that
   * `createServer` names, of which only people can be removed, banned and let in again.
   */
  create(room: NewHostRoom): Promise<HostListing>
  /** The room, also a deleted one, with all that its record says: who may enter, who sees to it, who is banned. */
  get(roomId: string): Promise<HostListing>
  update(roomId: string, edit: RoomEdit): Promise<HostListing>
  /** Ends for good what goes on in it, as `server.room(id).close()`, and notes that. */
  close(roomId: string): Promise<HostListing>
  /** Out of all lists, to be read only. */
  archive(roomId: string): Promise<HostListing>
  restore(roomId: string): Promise<HostListing>
  /** From then on there is no such room, but for `recover`; after seven days it is gone for good. */
  delete(roomId: string): Promise<HostListing>
  recover(roomId: string): Promise<HostListing>
  setRole(roomId: string, userId: string, role: Role): Promise<HostListing>
  /** Lets a user into a private room. */
  invite(roomId: string, userId: string): Promise<HostListing>
  uninvite(roomId: string, userId: string): Promise<HostListing>
  /** Puts a user out of the room; where all may enter, they may come again. */
  remove(roomId: string, userId: string): Promise<HostListing>
  /** Puts a user out, until a time or for good. Whatever `authorize` says, they are kept out. */
  ban(roomId: string, userId: string, terms?: Partial<BanTerms>): Promise<HostListing>
  lift(roomId: string, userId: string): Promise<HostListing>
}

/** How users come into rooms, in the host's hands. `user` is who does it: rights are theirs, and refusals as they would read them. */
export interface RoomWays {
  /** The fullest room that waits for players and that the user may enter, a seat in it kept for ten seconds; or a new one of theirs. */
  play(application: string, user: HostUser): Promise<HostListing>
  /** A link by which others come in; its `code` is told this once. `lifetime` is in milliseconds: one use within a week unless told. */
  makeLink(roomId: string, link?: { readonly uses?: number; readonly lifetime?: number }): Promise<MadeRoomLink>
  /** Those that can be used, the last first. `madeBy` is null for the host's own. */
  links(roomId: string): Promise<RoomLinksAnswer['links']>
  endLink(roomId: string, linkId: string): Promise<void>
  /** What a link leads into; that does not use it. Rejects with `INVALID_LINK`. */
  lookAtLink(code: string, user: HostUser): Promise<RoomLinkAnswer>
  /** Lets the user in by it. Rejects with `INVALID_LINK`. */
  useLink(code: string, user: HostUser): Promise<RoomLinkAnswer>
  /** Asks for the user to be let in; says nothing of the room. */
  knock(roomId: string, user: HostUser): void
  /** Who asks to be let in, the first first. */
  knocks(roomId: string): Promise<readonly Knock[]>
  /** Rejects with `NOT_FOUND` where they don't ask. */
  answerKnock(roomId: string, userId: string, admit: boolean): Promise<void>
}

/** A user as the host's code names them. */
export type HostUser = Pick<Account, 'id' | 'name'> & { readonly roles?: readonly string[] }

/** A room as the host's code makes it: private with `private`, or where `users` says who may enter. */
export type NewHostRoom = NewRoom & Partial<Pick<RoomRecord, 'owner' | 'moderators' | 'users'>>

interface Parts {
  readonly applications: readonly AnyApplication[]
  readonly registry: RoomRegistry
  readonly keeper: RoomKeeper
  readonly playNow: PlayNow
  readonly doors: Pick<Doors, 'links' | 'knocks'>
  readonly seesOthers: Access['seesOthers']
}

export function hostRooms(parts: Parts): HostRooms {
  const { registry, keeper, playNow, doors } = parts
  const show = (room: CataloguedRoom): HostListing => listed(room, registry)
  const list: HostRooms['list'] = async ({ application, archived, after = 0, limit = PAGE } = {}) => {
    if (!Number.isSafeInteger(after) || after < 0) throw new TypeError('after must be a position, or 0')
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > LONGEST_PAGE)
      throw new TypeError(`limit must be a whole number from 1 to ${LONGEST_PAGE}`)
    const found = await registry.list({ application, archived, after, limit })
    const next = found.length < limit ? null : (found.at(-1)?.position ?? null)
    return { rooms: found.map(show), next }
  }
  const search: HostRooms['search'] = async ({ user, limit, ...query } = {}) => {
    const most = MOST_ROOMS_AT_ONCE
    if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1 || limit > most))
      throw new TypeError(`limit must be a whole number from 1 to ${most}`)
    if (query.filter === 'mine' && !user) throw new TypeError('the filter mine takes a user, whose rooms they are')
    if ((query.search ?? '').length > MAX_SEARCH_LENGTH)
      throw new TypeError(`search must be text of ${MAX_SEARCH_LENGTH} characters at most`)
    const by = user ? checkedUser(user) : null
    const all = by === null || parts.seesOthers(by)
    const asked = { ...query, ...(limit !== undefined && { limit: `${limit}` }), all }
    const asItIs = (room: CataloguedRoom) => show({ ...room, standing: registry.listingOf(room) })
    return findRooms(by, by ? asked : { ...asked, filter: query.filter ?? 'every' }, { ...parts, show: asItIs })
  }
  async function* all(): AsyncGenerator<HostListing> {
    for (let after: number | null = 0; after !== null; ) {
      const { rooms, next }: Awaited<ReturnType<HostRooms['list']>> = await list({ after })
      yield* rooms
      after = next
    }
  }
  return { list, search, [Symbol.asyncIterator]: all, ...changes(keeper, show), ...ways({ playNow, doors, show }) }
}

/** What the host's code does with rooms, which may do everything. */
function changes(
  keeper: RoomKeeper,
  listed: (room: CataloguedRoom) => HostListing,
): Omit<HostRooms, 'list' | 'search' | typeof Symbol.asyncIterator | keyof RoomWays> {
  return {
    create: async (room) => listed(await keeper.make(null, room)),
    update: async (roomId, edit) => listed(await keeper.edit(null, roomId, edit)),
    get: async (roomId) => listed(await keeper.find(null, roomId)),
    close: async (roomId) => listed(await keeper.close(null, roomId)),
    archive: async (roomId) => listed(await keeper.archive(null, roomId)),
    restore: async (roomId) => listed(await keeper.restore(null, roomId)),
    delete: async (roomId) => listed(await keeper.delete(null, roomId)),
    recover: async (roomId) => listed(await keeper.recover(null, roomId)),
    setRole: async (roomId, userId, role) => listed(await keeper.setRole(null, roomId, userId, role)),
    invite: async (roomId, userId) => listed(await keeper.invite(null, roomId, userId)),
    uninvite: async (roomId, userId) => listed(await keeper.uninvite(null, roomId, userId)),
    remove: async (roomId, userId) => listed(await keeper.remove(null, roomId, userId)),
    ban: async (roomId, userId, { until = null, reason = '' } = {}) =>
      listed(await keeper.ban(null, roomId, userId, { until, reason })),
    lift: async (roomId, userId) => listed(await keeper.lift(null, roomId, userId)),
  }
}

/** What users do at the doors of rooms, and the host's code with these. */
function ways({
  playNow,
  doors: { links, knocks },
  show,
}: Pick<Parts, 'playNow' | 'doors'> & { show(room: CataloguedRoom): HostListing }): RoomWays {
  return {
    play: async (application, user) => show(await playNow.play(checkedUser(user), application)),
    makeLink: async (roomId, { uses = 1, lifetime = ROOM_LINK_LIFETIME } = {}) => {
      const asked = roomLinkRequest.safeParse({ uses, lifetime })
      if (asked.success) return links.make(null, roomId, { uses, lifetime })
      throw new SocDrawError('INVALID_MESSAGE', 'makeLink takes uses, 1 to 1,000, and lifetime, a minute to 30 days')
    },
    links: (roomId) => links.list(null, roomId),
    endLink: (roomId, linkId) => links.end(null, roomId, linkId),
    lookAtLink: (code, user) => links.look(checkedUser(user), code),
    useLink: (code, user) => links.use(checkedUser(user), code),
    knock: (roomId, user) => knocks.knock(checkedUser(user), roomId),
    knocks: (roomId) => knocks.list(null, roomId),
    answerKnock: (roomId, userId, admit) => knocks.answer(null, roomId, userId, admit),
  }
}

function listed(room: CataloguedRoom, registry: RoomRegistry): HostListing {
  const { record, position, standing, origin, archived } = room
  const { status, members, preview } = standing
  const numbers = { position, status, members, watchers: watchersOf(room, registry) }
  return { ...record, ...numbers, ...(preview !== undefined && { preview }), origin, archived }
}
