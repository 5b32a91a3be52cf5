import type { AuditEntry } from '../protocol/audit-entry.ts'
import type { Role, UserAccount } from './user-account.ts'

/** A user together with what proves it is them. */
export interface Credentials {
  readonly user: UserAccount
  /** In PHC form, so that it names its own algorithm and costs. */
  readonly passwordHash: string
}

/** A sign-in that lasts. Times are milliseconds since 1970. */
export interface Session {
  readonly id: string
  readonly userId: string
  /** SHA-256 of the token; the token itself is stored nowhere. */
  readonly tokenHash: string
  /** 0 for one that began before this was noted. */
  readonly begunAt: number
  /** To within an hour. */
  readonly usedAt: number
  /** When it ends, unless it is used before. */
  readonly expiresAt: number
  /** When it ends, however much it is used. */
  readonly endsAt: number
  /** Where it was begun, and by which browser, as that called itself; empty where nobody said. */
  readonly address: string
  readonly browser: string
}

/** Wrong passwords that came one after the other. */
export interface Failures {
  readonly count: number
  /** When the last of them came. */
  readonly at: number
}

/** What a link lets whoever has it do: set the password of an account, make a server's first administrator, or make an account. */
export type LinkKind = 'reset' | 'set-up' | 'invitation'

/** A secret that lets whoever has it do one thing, so many times, until a time. Times are milliseconds since 1970. */
export interface Link {
  readonly id: string
  /** SHA-256 of the secret; the secret itself is stored nowhere. */
  readonly secretHash: string
  readonly kind: LinkKind
  /** Whose password it sets; absent where it is for somebody who has no account yet. */
  readonly userId?: string
  /** Who made it; absent where the server did. */
  readonly madeBy?: string
  readonly madeAt: number
  readonly expiresAt: number
  readonly usesLeft: number
}

/** A link that is to be used. What it is used for happens together with the use, or neither does. */
export interface LinkUse {
  readonly id: string
  readonly kind: LinkKind
  readonly now: number
}

/** What administrators make of a user. */
export type UserStanding = Pick<UserAccount, 'roles' | 'disabled'>

/**
 * Where accounts are kept. Each call takes effect wholly or not at all, and what it did is seen by every later call.
 * What is handed over as `audit` is noted together with what was done, or not at all where nothing was.
 * What is handed in or out is a copy: changing it changes nothing in the store. Rejects only when the store fails.
 */
export interface AccountStore extends FailureStore, LinkStore, UserListStore, UntoldStore {
  /**
   * Adds a user, unless their id or username is taken: then nothing changes and the answer is false. Of `looks`, the
   * user gets those that are free; where `alone`, one that is another's counts as taken.
   */
  addUser(
    credentials: Credentials,
    name?: { readonly looks: readonly string[]; readonly alone: boolean },
  ): Promise<boolean>
  /** One who was deleted is still found, without name and username of their own. */
  findUser(id: string): Promise<UserAccount | undefined>
  /** The users who have one of these looks. */
  usersLooking(looks: readonly string[]): Promise<readonly string[]>
  /**
   * Gives a user another name or colour, and answers with the user; undefined when there is none. Where it is said what
   * both are, and one of them is not, nothing changes, and the answer is `otherwise`.
   */
  changeUser(
    id: string,
    change: Partial<Pick<UserAccount, 'name' | 'color'>>,
    was?: Pick<UserAccount, 'name' | 'color'>,
  ): Promise<UserAccount | 'otherwise' | undefined>
  /**
   * Takes from a user all that is theirs: name, username, colour, roles, password, looks, sessions, links. The id stays, so that nobody
   * else ever gets it. Answers with the ids of the sessions.
   */
  deleteUser(id: string): Promise<readonly string[]>
  /**
   * Disables a user, which ends all their sessions and takes the links that are for them or that they made; or enables them.
   * Answers with the user and the ids of the sessions; undefined when there is none, or when no administrator would be left.
   * Where it is said what the user was, and they are not, nothing changes, and the answer is `otherwise`.
   */
  disableUser(
    id: string,
    disabled: boolean,
    audit?: AuditEntry,
    was?: UserStanding,
  ): Promise<{ readonly user: UserAccount; readonly ended: readonly string[] } | 'otherwise' | undefined>
  /** Those of the ids that no user has who was not deleted, in their order. */
  unknownUsers(ids: readonly string[]): Promise<readonly string[]>
  /** `username` in canonical form. */
  findCredentials(username: string): Promise<Credentials | undefined>
  /** Whether there is an administrator who is not disabled. */
  hasAdministrator(): Promise<boolean>
  /**
   * Gives a user another password, which ends all their sessions but `kept`, and all links that would set it. Answers
   * with the ids of the sessions.
   */
  changePassword(userId: string, passwordHash: string, kept?: string): Promise<readonly string[]>
  /** Puts another hash of the same password in the place of `from`, and does nothing when that is not the user’s any more. */
  replaceHash(userId: string, from: string, to: string): Promise<void>
  /**
   * Adds a session and keeps at most `keep` of its user's: those that expire first go, of equals the one added first,
   * but never the one just added. Answers with the ids of those that went; undefined, and adds none, when there is no such
   * user any more, who is not disabled and whose password has this hash, where it is given.
   */
  addSession(session: Session, keep: number, passwordHash?: string): Promise<readonly string[] | undefined>
  /** A session, expired or not, and its user. */
  findSession(tokenHash: string): Promise<{ readonly session: Session; readonly user: UserAccount } | undefined>
  /** A user's sessions, expired or not, those used last first. */
  sessionsOf(userId: string): Promise<readonly Session[]>
  /** Moves a session's expiry; does nothing when the session is gone. */
  renewSession(tokenHash: string, times: Pick<Session, 'usedAt' | 'expiresAt'>): Promise<void>
  /** Removes a session and answers with its id; undefined when there was none. Of concurrent calls one gets the id. */
  removeSession(tokenHash: string): Promise<string | undefined>
  /** Removes one session of a user by its id, or all `but` one. Answers with the ids of those that were there. */
  removeSessionsOf(
    userId: string,
    which: { readonly only: string } | { readonly but: string },
    audit?: AuditEntry,
  ): Promise<readonly string[]>
  /** Removes every session whose `expiresAt` is not after `now`, and answers with their ids. */
  removeExpiredSessions(now: number): Promise<readonly string[]>
}

/** Which users are asked for. */
export interface UserSearch {
  /** Each begins a word of the user’s name or username, as `wordsOf` has them. */
  readonly words: readonly string[]
  /** Those whose username comes after this one. */
  readonly after?: string
  readonly limit: number
}

/** Which guests go. */
export type GuestsToGo = { readonly madeBefore: number; readonly limit: number } | { readonly only: string }

/** Everybody, for those who administer. A part of `AccountStore`. */
export interface UserListStore {
  /**
   * Deletes guests who have no session any more: those made before a time, so many at most, or one. Answers with how many
   * that were. Nobody else is deleted, whatever they were a moment before.
   */
  removeGuests(which: GuestsToGo): Promise<number>
  /** Those who were not deleted, by their usernames in the order of code points. */
  findUsers(search: UserSearch): Promise<readonly UserAccount[]>
  /** What those of the ids are called that are a user’s, or were: one who was deleted as others see them. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /**
   * Gives a user these roles and no others; who is no administrator any more loses the links that they made. Answers with the
   * user; undefined when there is none, or when no administrator would be left. `was` as with `disableUser`.
   */
  setRoles(
    id: string,
    roles: readonly Role[],
    audit?: AuditEntry,
    was?: UserStanding,
  ): Promise<UserAccount | 'otherwise' | undefined>
}

/** Users of whom rooms are still to hear that they are called otherwise, or are no more. A part of `AccountStore`. */
export interface UntoldStore {
  /** The next of those whose name was changed, or who were deleted, since `told` was said of them; by their ids, after this one. */
  untold(after: string, limit: number): Promise<readonly UserAccount[]>
  /** All rooms have heard that the user is called so. Does nothing where they are called otherwise by now. */
  told(id: string, name: string): Promise<void>
}

/** Wrong passwords, kept so that the end of the process makes nobody forget them. A part of `AccountStore`. */
export interface FailureStore {
  /** What is kept under each of the keys, in their order. */
  failuresOf(keys: readonly string[]): Promise<readonly (Failures | undefined)[]>
  /** Counts one more under each of the keys. */
  addFailure(keys: readonly string[], at: number): Promise<void>
  /** Counts one less under each of the keys. */
  takeFailureBack(keys: readonly string[]): Promise<void>
  /** Forgets what is kept under the key. */
  forgetFailures(key: string): Promise<void>
  /** Forgets what was added to before a time, and beyond `keep` of the rest those that were for longest not. */
  trimFailures(before: number, keep: number): Promise<void>
}

/** An account that is made of a guest’s. */
export interface SettledGuest {
  readonly id: string
  readonly name: string
  readonly username: string
  readonly passwordHash: string
  readonly looks: readonly string[]
  /** When their sessions end unless they are used, as far as they may last so long; in milliseconds since 1970. */
  readonly sessionsUntil: number
}

/** Links, which can be used only as long as they are neither expired nor used up. A part of `AccountStore`. */
export interface LinkStore {
  /** Adds a link and keeps at most `keep` of its kind that are for the same user, or for none: those made first go. */
  addLink(link: Link, keep: number, audit?: AuditEntry): Promise<void>
  /** A link, whether it can be used or not. */
  findLink(id: string): Promise<Link | undefined>
  /** The links of a kind that can be used, those made last first. */
  linksOf(kind: LinkKind, now: number): Promise<readonly Link[]>
  /** Whether there was such a link; now there is none. */
  removeLink(id: string, kind: LinkKind, audit?: AuditEntry): Promise<boolean>
  /** Removes those that cannot be used any more. */
  removeSpentLinks(now: number): Promise<void>
  /**
   * Uses a link to reset a password: gives whom it is for another password, which ends all their sessions. Answers with the user and
   * the ids of the sessions; undefined when the link cannot be used.
   */
  resetPassword(
    use: Omit<LinkUse, 'kind'>,
    passwordHash: string,
  ): Promise<{ readonly user: UserAccount; readonly ended: readonly string[] } | undefined>
  /**
   * Uses a link to add a user, as `addUser` alone. A link to set up can't be used where there is an administrator. One
   * that is `taken` costs no use.
   */
  addUserByLink(
    use: LinkUse,
    credentials: Credentials,
    looks: readonly string[],
  ): Promise<'added' | 'taken' | 'unusable'>
  /**
   * Makes an account of a guest’s: what hangs on the id stays, the colour too. Uses a link for that, where one is given. Answers with
   * the user; otherwise nothing changes: where the name, or a look, is another’s (`taken`), the link can’t be used
   * (`unusable`), or there is no such guest who is not disabled (`gone`).
   */
  settleGuest(guest: SettledGuest, use?: LinkUse): Promise<UserAccount | 'taken' | 'unusable' | 'gone'>
}

/** So many random bytes from a cryptographic source. */
export type RandomBytes = (size: number) => Uint8Array
