import type { AuditAnswer, AuditAnswerEntry, UsersAnswer } from '../../server/protocol/administration-messages.ts'
import type {
  InvitationsAnswer,
  MadeInvitationAnswer,
  MadeLinkAnswer,
  UserAnswer,
} from '../../server/protocol/http-messages.ts'
import type { AdministeredRoom, AllRoomsAnswer, AllRoomsQuery } from '../../server/protocol/room-list-messages.ts'
import { hasSessions, type OwnSession } from './account.ts'
import { type AskHttp, createAskHttp, expectShape, type HttpQuestion } from './ask-http.ts'
import { askOnce } from './ask-once.ts'
import type { Token } from './ask-token.ts'
import { fetchFile } from './fetch-file.ts'
import { createSeenRevisions } from './seen-revisions.ts'

/** A user, as administrators see them. */
export type OtherUser = UserAnswer['user']

/** A stretch of the users; `next` begins the one after it, and is null where there is none. */
export type UsersPage = UsersAnswer

/** Something that an administrator, a moderator or an owner did. `at` is in milliseconds since 1970. */
export type AuditedAct = AuditAnswerEntry

/** A stretch of what was done, the newest first; `next` begins the one after it, and is null where there is none. */
export type AuditPage = AuditAnswer

/** What is asked of what was done: all of it holds. */
export interface AuditQuestion {
  /** Who did it, and to whom: a username or an id. */
  readonly who?: string
  readonly user?: string
  /** Such as `room.ban`, or `room` for all that was done to rooms. */
  readonly what?: string
  readonly room?: string
  /** Not before this time, and before that one, in milliseconds since 1970. */
  readonly since?: number
  readonly until?: number
}

/** A room, as administrators see it. Times are milliseconds since 1970. */
export type ListedRoom = AdministeredRoom

/** A stretch of the rooms; `next` begins the one after it, and is null where there is none. */
export type RoomsPage = AllRoomsAnswer

/** Which rooms are meant: all of it holds. */
export type RoomsQuestion = Omit<AllRoomsQuery, 'after' | 'limit'>

/** What a user is on the server, beside what they are in rooms. */
export type AccountRole = 'administrator' | 'moderator'

/** A link that was made: `path` is its address below the server's origin. It is told this once. */
export type MadeLink = MadeLinkAnswer

/** An invitation that was made, with its link. */
export type MadeInvitation = MadeInvitationAnswer

/** An invitation that can be used. Times are milliseconds since 1970. */
export type Invitation = InvitationsAnswer['invitations'][number]

/** What administrators do with the built-in accounts, and see of rooms: `rooms` changes those. Each call rejects with `SocDrawError`: `FORBIDDEN` for everybody else. */
export interface Administration {
  /** By usernames: those whose names have words that begin with the words of `search`; 50, unless told otherwise. */
  users(question?: { readonly search?: string; readonly after?: string; readonly limit?: number }): Promise<UsersPage>
  user(username: string): Promise<OtherUser>
  /**
   * These and no others; the user's open connections have their rights at once. Not the last administrator's. Rejects with
   * `CHANGED_MEANWHILE`, and changes nothing, where the user is not any more as they were seen here last.
   */
  setRoles(username: string, roles: readonly AccountRole[]): Promise<OtherUser>
  /** Where the user is signed in, where it was last first. */
  sessions(username: string): Promise<readonly OwnSession[]>
  /** Ends all of the user's sessions but the one that asks, and their connections at once. */
  endSessions(username: string): Promise<void>
  /**
   * All rooms, those of the host’s code too, archived and deleted ones unless a `filter` says otherwise: those in which something
   * happened last first, with `waiting` the fullest. 50 at a time unless told otherwise, 100 at most.
   */
  rooms(question?: RoomsQuestion & { readonly after?: string; readonly limit?: number }): Promise<RoomsPage>
  /** What was done, 50 at a time unless told otherwise. */
  audit(question?: AuditQuestion & { readonly after?: string; readonly limit?: number }): Promise<AuditPage>
  /** All that was done, or what is asked for, the newest first: a line each, of JSON or of a table. */
  exportAudit(question?: AuditQuestion & { readonly format?: 'ndjson' | 'csv' }): Promise<Blob>
  /** A link by which the user sets a new password, once and within an hour. */
  resetLink(username: string): Promise<MadeLink>
  /** Ends all of the user's sessions at once, and lets them sign in no more; or as before. `CHANGED_MEANWHILE` as `setRoles`. */
  disable(username: string, disabled?: boolean): Promise<OtherUser>
  /** A link by which others make accounts: one by default, within a week. `lifetime` is in milliseconds. */
  invite(invitation?: { readonly uses?: number; readonly lifetime?: number }): Promise<MadeInvitation>
  /** Those that can be used, the last first. */
  invitations(): Promise<readonly Invitation[]>
  withdraw(invitationId: string): Promise<void>
}

/**
 * @param url the server's address, as for `connect`
 * @param options `token`: of an administrator's session, or a function that gives it, asked at each call
 */
export function administration(url: string, { token }: { readonly token: Token }): Administration {
  const base = url.endsWith('/') ? url : `${url}/`
  const askHttp = createAskHttp((input, init) => fetch(input, init), base)
  const tokenNow = async (): Promise<string> => (typeof token === 'string' ? token : await token())
  const ask: AskHttp = async (path, question) => askHttp(path, { ...question, token: await tokenNow() })
  const seen = createSeenRevisions()
  const see = (shown: OtherUser): OtherUser => {
    seen.see(shown.username, shown.revision)
    return shown
  }
  const askUser = async (path: string, question?: HttpQuestion): Promise<OtherUser> =>
    see(expectShape(await ask(path, question), hasUser).user)
  const user = (username: string) => `users/${encodeURIComponent(username)}`
  return {
    async users(question = {}) {
      const page = expectShape(await ask(`users${queryOf(question)}`), hasUsers)
      page.users.forEach(see)
      return page
    },
    user: (username) => askUser(user(username)),
    setRoles: (username, roles) =>
      askUser(`${user(username)}/roles`, { method: 'PUT', body: { roles }, headers: seen.headersFor(username) }),
    sessions: async (username) => expectShape(await ask(`${user(username)}/sessions`), hasSessions).sessions,
    async endSessions(username) {
      await ask(`${user(username)}/sessions`, { method: 'DELETE' })
    },
    rooms: async (question = {}) => expectShape(await ask(`administration/rooms${queryOf(question)}`), hasRooms),
    audit: async (question = {}) => expectShape(await ask(`audit${queryOf(question)}`), hasEntries),
    exportAudit: async (question = {}) => fetchFile(`${base}api/audit/export${queryOf(question)}`, await tokenNow()),
    resetLink: async (username) => expectShape(await askOnce(ask, `${user(username)}/reset-link`, {}), isMade),
    disable: (username, disabled = true) =>
      askUser(user(username), { method: 'PATCH', body: { disabled }, headers: seen.headersFor(username) }),
    invite: async (body = {}) => expectShape(await askOnce(ask, 'invitations', { body }), isMadeInvitation),
    invitations: async () => expectShape(await ask('invitations'), hasInvitations).invitations,
    async withdraw(id) {
      await ask(`invitations/${encodeURIComponent(id)}`, { method: 'DELETE' })
    },
  }
}

function queryOf(question: object): string {
  const given = Object.entries(question).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}

function hasEntries(answer: unknown): answer is AuditPage {
  const { entries } = (answer ?? {}) as { entries?: unknown }
  return Array.isArray(entries) && entries.every((each) => typeof each?.what === 'string')
}

function hasRooms(answer: unknown): answer is RoomsPage {
  const { rooms, next } = (answer ?? {}) as Partial<RoomsPage>
  return Array.isArray(rooms) && (next === null || typeof next === 'string')
}

function hasUsers(answer: unknown): answer is UsersPage {
  const { users } = (answer ?? {}) as { users?: unknown }
  return Array.isArray(users) && users.every((user) => hasUser({ user }))
}

function isMade(answer: unknown): answer is MadeLink {
  const { code, path } = (answer ?? {}) as Partial<MadeLink>
  return typeof code === 'string' && typeof path === 'string'
}

function isMadeInvitation(answer: unknown): answer is MadeInvitation {
  return isMade(answer) && 'id' in answer && typeof answer.id === 'string'
}

function hasUser(answer: unknown): answer is UserAnswer {
  const { user } = (answer ?? {}) as { user?: Partial<OtherUser> }
  return typeof user?.id === 'string' && typeof user.disabled === 'boolean' && typeof user.revision === 'string'
}

function hasInvitations(answer: unknown): answer is InvitationsAnswer {
  const { invitations } = (answer ?? {}) as { invitations?: unknown }
  return Array.isArray(invitations) && invitations.every((each) => typeof each?.id === 'string')
}
