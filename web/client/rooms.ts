import type { Role } from '../../server/protocol/roles.ts'
import type { RoomsAnswer, RoomsQuery } from '../../server/protocol/room-list-messages.ts'
import type {
  ApplicationAnswer,
  BanRequest,
  InvitedRequest,
  NewRoom,
  PeopleAnswer,
  RoomAnswer,
  RoomChange,
  RoomDetail,
} from '../../server/protocol/rooms-messages.ts'
import { type AskHttp, createAskHttp, expectShape, type HttpQuestion } from './ask-http.ts'
import { askOnce } from './ask-once.ts'
import type { Token } from './ask-token.ts'
import { createSeenRevisions } from './seen-revisions.ts'

/** What a room of an application can be: as a form for a new one needs it. */
export type RoomTerms = ApplicationAnswer

/** Who is what in a room. */
export type RoomPeople = PeopleAnswer

/** Whom to invite: by the name with which they sign in, or by id. */
export type Invited = InvitedRequest

/** Which rooms to tell of; `after`: the `next` of the page before. */
export type ListOptions = Omit<RoomsQuery, 'limit' | 'after'> & {
  readonly limit?: number
  readonly after?: string | null
}

/** How long a ban is to last, in milliseconds since 1970 or null for good, and why. */
export type BanTerms = BanRequest

/**
 * The rooms that people make. Each call rejects with `SocDrawError`: `ROOM_NOT_FOUND` for what one may not see, whether it is
 * there or not; `FORBIDDEN` for what one may not do; or `CONNECTION_FAILED`. What changes a room resolves with it as it is then:
 * by that time it is so for everybody who is in it, and in all lists.
 */
export interface Rooms {
  /** One's own from then on. Sent once more where the answer was lost: it makes one room. `TOO_LARGE` for more than one may have. */
  make(room: NewRoom): Promise<RoomDetail>
  /**
   * The room to play in at once: the fullest one that waits for players and that one may enter, where a seat is kept for ten seconds;
   * or a new one, of one's own.
   */
  play(application: string): Promise<RoomDetail>
  get(roomId: string): Promise<RoomDetail>
  /**
   * The next rooms that one may see, of all applications or of one, `search` and `filter` as with a lobby's `find`, and those
   * that were `deleted` too; `limit` is 50 unless it is said, 100 at most. What changes afterwards is not told.
   */
  list(options?: ListOptions): Promise<RoomsAnswer>
  /**
   * Changes what is given. Rejects with `CHANGED_MEANWHILE`, and changes nothing, where the room is not any more as it was
   * seen here last.
   */
  edit(roomId: string, change: RoomChange): Promise<RoomDetail>
  /** It is in no list any more, and can only be read. */
  archive(roomId: string): Promise<RoomDetail>
  restore(roomId: string): Promise<RoomDetail>
  /** For all but its owner and administrators there is none any more; they can recover it for seven days. */
  delete(roomId: string): Promise<RoomDetail>
  recover(roomId: string): Promise<RoomDetail>
  /** Ends for good what goes on in it: what is there can still be seen. Administrators'; `ROOM_ARCHIVED` for one that was put away. */
  close(roomId: string): Promise<RoomDetail>
  people(roomId: string): Promise<RoomPeople>
  /** `owner` hands the room over: whoever had it is a moderator then. */
  setRole(roomId: string, userId: string, role: Role): Promise<RoomDetail>
  /** Out of the room at once, and no longer invited. */
  remove(roomId: string, userId: string): Promise<RoomDetail>
  /** Out of the room at once, and kept out. */
  ban(roomId: string, userId: string, terms: BanTerms): Promise<RoomDetail>
  lift(roomId: string, userId: string): Promise<RoomDetail>
  /** Opens a private room to somebody. `NOT_FOUND` where there is no such user. */
  invite(roomId: string, whom: Invited): Promise<RoomDetail>
  uninvite(roomId: string, userId: string): Promise<RoomDetail>
  /** `NOT_FOUND` where there is no such application. */
  application(name: string): Promise<RoomTerms>
}

/**
 * @param url the server's address, as for `connect`
 * @param options `token`: a session's, or a function that gives it, asked at each call
 */
export function rooms(url: string, { token }: { readonly token: Token }): Rooms {
  const base = url.endsWith('/') ? url : `${url}/`
  const seen = createSeenRevisions()
  const see = (room: RoomDetail): RoomDetail => {
    seen.see(room.id, room.revision)
    return room
  }
  const askHttp = createAskHttp((input, init) => fetch(input, init), base)
  const ask: AskHttp = async (path, question) =>
    askHttp(path, { ...question, token: typeof token === 'string' ? token : await token() })
  const askRoom = async (path: string, question?: HttpQuestion): Promise<RoomDetail> =>
    see(expectShape(await ask(path, question), hasRoom).room)
  const toUser = (roomId: string, what: string, userId: string) =>
    `${pathOf(roomId)}/${what}/${encodeURIComponent(userId)}`
  const post = (roomId: string, what: string) => askRoom(`${pathOf(roomId)}/${what}`, { method: 'POST' })
  return {
    make: async (body) => see(expectShape(await askOnce(ask, 'rooms', { body }), hasRoom).room),
    play: (application) => askRoom('play', { method: 'POST', body: { application } }),
    get: (roomId) => askRoom(pathOf(roomId)),
    list: async (options = {}) => expectShape(await ask(`rooms${queryOf(options)}`), isList),
    edit: (roomId, body) => askRoom(pathOf(roomId), { method: 'PATCH', body, headers: seen.headersFor(roomId) }),
    archive: (roomId) => post(roomId, 'archive'),
    restore: (roomId) => post(roomId, 'restore'),
    delete: (roomId) => askRoom(pathOf(roomId), { method: 'DELETE' }),
    recover: (roomId) => post(roomId, 'recover'),
    close: (roomId) => post(roomId, 'close'),
    people: async (roomId) => expectShape(await ask(`${pathOf(roomId)}/people`), isPeople),
    setRole: (roomId, userId, role) => askRoom(toUser(roomId, 'roles', userId), { method: 'PUT', body: { role } }),
    remove: (roomId, userId) => askRoom(toUser(roomId, 'members', userId), { method: 'DELETE' }),
    ban: (roomId, userId, body) => askRoom(toUser(roomId, 'bans', userId), { method: 'PUT', body }),
    lift: (roomId, userId) => askRoom(toUser(roomId, 'bans', userId), { method: 'DELETE' }),
    invite: (roomId, body) => askRoom(`${pathOf(roomId)}/invited`, { method: 'PUT', body }),
    uninvite: (roomId, userId) => askRoom(toUser(roomId, 'invited', userId), { method: 'DELETE' }),
    application: async (name) =>
      expectShape(await ask(`applications/${encodeURIComponent(name)}/options`), isApplication),
  }
}

function pathOf(roomId: string): string {
  return `rooms/${encodeURIComponent(roomId)}`
}

function queryOf(options: ListOptions): string {
  const asked = Object.entries(options).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const query = new URLSearchParams(asked.map(([name, value]): [string, string] => [name, String(value)]))
  return asked.length > 0 ? `?${query}` : ''
}

function isList(answer: unknown): answer is RoomsAnswer {
  const { rooms, next } = (answer ?? {}) as Partial<RoomsAnswer>
  return Array.isArray(rooms) && (next === null || typeof next === 'string')
}

function hasRoom(answer: unknown): answer is RoomAnswer {
  const { room } = (answer ?? {}) as { room?: Partial<RoomDetail> }
  return typeof room?.id === 'string' && typeof room.revision === 'number' && Array.isArray(room.may)
}

function isPeople(answer: unknown): answer is RoomPeople {
  const { moderators, members } = (answer ?? {}) as Partial<RoomPeople>
  return Array.isArray(moderators) && Array.isArray(members)
}

function isApplication(answer: unknown): answer is RoomTerms {
  const { options, players } = (answer ?? {}) as Partial<RoomTerms>
  return typeof options === 'boolean' && typeof players?.min === 'number'
}
