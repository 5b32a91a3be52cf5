import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { createArgon2Hasher, type PasswordHasher } from './password-hasher.ts'
import { createPasswords } from './passwords.ts'
import type { AccountStore, RandomBytes } from './ports.ts'
import { createSessions, type Identity } from './sessions.ts'
import type { UserAccount } from './user-account.ts'
import { createUsers, type NewUser } from './users.ts'

/** All that the rest of the server asks of accounts. */
export interface Accounts {
  /**
   * Begins a session.
   * @throws SocDrawError `WRONG_CREDENTIALS`, in the same words and after the same work whether the user exists or not;
   * `TOO_MANY_ATTEMPTS` when too many sign-ins are under way.
   */
  signIn(username: string, password: string): Promise<{ readonly token: string; readonly user: UserAccount }>
  /**
   * Begins another session of the token's user, which ends by itself: for a tab that was duplicated.
   * @throws SocDrawError `UNAUTHENTICATED` for a token that stands for nobody (any more)
   */
  another(token: string): Promise<{ readonly token: string; readonly user: UserAccount }>
  /** Ends the token's session; does nothing for a token that has none. */
  signOut(token: string): Promise<void>
  /**
   * Who the token stands for; undefined when it stands for nobody (any more). Renews the session. Says nothing of what
   * happens after it was answered: `onSessionEnded` does.
   */
  authenticate(token: string): Promise<Identity | undefined>
  /** See `Users.ensure`. */
  ensureUser(user: NewUser): Promise<UserAccount>
  /** Which of these ids no account has. */
  unknownUsers(ids: readonly string[]): Promise<readonly string[]>
  /** Calls `listener` with the id of each session that ended, by sign-out, by expiry (within the hour) or pushed out. */
  onSessionEnded(listener: (sessionId: string) => void): () => void
  /** Clears the timer. What is under way is finished. */
  stop(): void
}

export interface AccountsParts {
  readonly store: AccountStore
  readonly clock: Clock
  /** A cryptographic source, such as `randomBytes` of `node:crypto`. */
  readonly randomBytes: RandomBytes
  /** Told of a failure that no caller waits for. */
  readonly onError: (error: unknown) => void
  /** argon2id by default. */
  readonly hasher?: PasswordHasher
}

/** The built-in accounts. Looks for expired sessions every hour until stopped. */
export function createAccounts(parts: AccountsParts): Accounts {
  const { store, clock, randomBytes, onError } = parts
  const passwords = createPasswords(parts.hasher ?? createArgon2Hasher(randomBytes))
  const sessions = createSessions({ store, clock, randomBytes, onError })
  const users = createUsers({ store, passwords, randomBytes, now: () => clock.now(), onEnded: sessions.ended })

  return {
    async signIn(username, password) {
      const user = await users.verify(username, password)
      if (!user) throw new SocDrawError('WRONG_CREDENTIALS')
      return { token: await sessions.start(user.id), user }
    },
    async another(token) {
      const user = (await sessions.resolve(token))?.user
      if (!user) throw new SocDrawError('UNAUTHENTICATED')
      return { token: await sessions.start(user.id), user }
    },
    signOut: sessions.revoke,
    authenticate: sessions.resolve,
    ensureUser: users.ensure,
    unknownUsers: store.unknownUsers,
    onSessionEnded: sessions.onEnded,
    stop: sessions.stop,
  }
}
