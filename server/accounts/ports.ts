import type { UserAccount } from './user-account.ts'

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
  readonly expiresAt: number
}

/**
 * Where accounts are kept. Each call takes effect wholly or not at all, and what it did is seen by every later call.
 * What is handed in or out is a copy: changing it changes nothing in the store. Rejects only when the store fails.
 */
export interface AccountStore {
  /** Adds a user, unless their id or username is taken: then nothing changes and the answer is false. */
  addUser(credentials: Credentials): Promise<boolean>
  findUser(id: string): Promise<UserAccount | undefined>
  /** Those of the ids that no user has, in their order. */
  unknownUsers(ids: readonly string[]): Promise<readonly string[]>
  /** `username` in canonical form. */
  findCredentials(username: string): Promise<Credentials | undefined>
  /** Gives a user another password, which ends all their sessions. Answers with the ids of those. */
  changePassword(userId: string, passwordHash: string): Promise<readonly string[]>
  /**
   * Adds a session and keeps at most `keep` of its user's: those that expire first go, of equals the one added first,
   * but never the one just added. Answers with the ids of those that went.
   */
  addSession(session: Session, keep: number): Promise<readonly string[]>
  /** A session, expired or not, and its user. */
  findSession(tokenHash: string): Promise<{ readonly session: Session; readonly user: UserAccount } | undefined>
  /** Moves a session's expiry; does nothing when the session is gone. */
  renewSession(tokenHash: string, expiresAt: number): Promise<void>
  /** Removes a session and answers with its id; undefined when there was none. Of concurrent calls one gets the id. */
  removeSession(tokenHash: string): Promise<string | undefined>
  /** Removes every session whose `expiresAt` is not after `now`, and answers with their ids. */
  removeExpiredSessions(now: number): Promise<readonly string[]>
}

/** So many random bytes from a cryptographic source. */
export type RandomBytes = (size: number) => Uint8Array
