import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { type AccountLinks, createAccountLinks } from './account-links.ts'
import { type Audit, createAudit } from './audit.ts'
import type { AuditLog } from './audit-log.ts'
import { auditedBy } from './audited.ts'
import { every } from './every.ts'
import { createLinks } from './links.ts'
import { createListeners } from './listeners.ts'
import { createOthersAccounts, type OthersAccounts } from './others-accounts.ts'
import { createOwnAccount, type OwnAccount } from './own-account.ts'
import { createArgon2Hasher, type PasswordHasher } from './password-hasher.ts'
import { createPasswordPolicy, type PasswordPolicy } from './password-policy.ts'
import { createPasswords } from './passwords.ts'
import type { AccountStore, Credentials, RandomBytes } from './ports.ts'
import { isGuest } from './rights-holder.ts'
import { createSessions, GUEST_LIFETIME, type Identity, type Origin, UNKNOWN_ORIGIN } from './sessions.ts'
import { settleGuest, type WantedAccount } from './settle-guest.ts'
import { createSignInDelays } from './sign-in-delays.ts'
import { canonicalUsername, type UserAccount } from './user-account.ts'
import { createUsers, type NewUser } from './users.ts'

/** How often links that cannot be used any more are removed, in milliseconds. */
const SWEPT_EVERY = 60 * 60 * 1000

/** How many guests go in one step: what others wait for is short. */
const GUESTS_AT_ONCE = 100

/** All that the rest of the server asks of accounts. */
export interface Accounts {
  /**
   * Begins a session.
   * @throws SocDrawError `WRONG_CREDENTIALS`, in the same words and after the same work whether the user exists or not;
   * `TOO_MANY_ATTEMPTS` when too many sign-ins are under way, or after wrong passwords, with `retryAfter`.
   */
  signIn(
    username: string,
    password: string,
    origin?: Origin,
  ): Promise<{ readonly token: string; readonly user: UserAccount }>
  /** Makes an account and begins a session. Whether anybody may, is the caller's to say. @throws as `Users.signUp` */
  signUp(
    username: string,
    password: string,
    origin?: Origin,
  ): Promise<{ readonly token: string; readonly user: UserAccount }>
  /**
   * Begins another session of the token's user, which ends by itself: for a tab that was duplicated.
   * @throws SocDrawError `UNAUTHENTICATED` for a token that stands for nobody (any more)
   */
  another(token: string, origin?: Origin): Promise<{ readonly token: string; readonly user: UserAccount }>
  /**
   * Somebody comes in with a name and no password, and is gone after a day unused, or once they sign out.
   * @throws SocDrawError `INVALID_NAME`, `NAME_TAKEN`, each with words
   */
  guest(name: string, origin?: Origin): Promise<{ readonly token: string; readonly user: UserAccount }>
  /**
   * Makes an account of a guest’s, by an invitation where its `code` is given: see `settleGuest`. Open connections have the
   * account's rights at once. Whether anybody may without a code, is the caller's to say.
   */
  settle(
    by: Identity,
    wanted: WantedAccount & { readonly code?: string | undefined },
    origin: Origin,
  ): Promise<UserAccount>
  /** What links let those do who have them. */
  readonly links: AccountLinks
  /** What administrators see of others' accounts, and do to them. */
  readonly others: OthersAccounts
  /** What administrators see of what was done. */
  readonly audit: Audit
  /** What users may do to their own accounts. */
  readonly own: OwnAccount
  /** Ends the token's session; does nothing for a token that has none. With the last one of a guest, the guest is gone. */
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
  /** The id of whoever signs in with this username. */
  idOf(username: string): Promise<string | undefined>
  /** What those of the ids are called that are an account’s, or were: `deleted user` whose account was deleted. */
  namesOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Calls `listener` with the id of each session that ended, by sign-out, by expiry (within the hour) or pushed out. */
  onSessionEnded(listener: (sessionId: string) => void): () => void
  /** Calls `listener` with each user whose name, colour or roles have changed, who was disabled or deleted, as they are now. Returns what ends it. */
  onUserChanged(listener: (user: UserAccount) => void): () => void
  /** Tells those who listen of what another server has done, which has the same store. */
  readonly heard: { sessionsEnded(ids: readonly string[]): void; userChanged(user: UserAccount): void }
  /** Clears the timers. What is under way is finished. */
  stop(): void
}

export interface AccountsParts {
  readonly store: AccountStore
  /** What `store` notes what was done in. */
  readonly audit: AuditLog
  readonly clock: Clock
  /** A cryptographic source, such as `randomBytes` of `node:crypto`. */
  readonly randomBytes: RandomBytes
  /** Told of a failure that no caller waits for. */
  readonly onError: (error: unknown) => void
  /** argon2id by default. */
  readonly hasher?: PasswordHasher
  /** At least 8 characters, not guessed easily, by default. */
  readonly policy?: PasswordPolicy
  /** Whether administrators invite; nobody does by default. */
  readonly invitations?: boolean
  /** Whether wrong passwords are slowed down; they are by default. Never without it where others can reach the server. */
  readonly delays?: boolean
}

/** The built-in accounts. Looks for expired sessions and links every hour until stopped. */
export function createAccounts(parts: AccountsParts): Accounts {
  const { store, clock, randomBytes, onError } = parts
  const passwords = createPasswords(parts.hasher ?? createArgon2Hasher(randomBytes))
  const sessions = createSessions({ store, clock, randomBytes, onError })
  const policy = parts.policy ?? createPasswordPolicy()
  const users = createUsers({ store, passwords, policy, randomBytes, now: () => clock.now(), onEnded: sessions.ended })
  const audited = auditedBy(clock)
  const audit = createAudit({ log: parts.audit, users: store, clock, onError })
  const changes = createListeners<UserAccount>(onError)
  const links = createLinks({ store, clock, randomBytes })
  const stopSweeping = every(SWEPT_EVERY, clock, () => store.removeSpentLinks(clock.now()).catch(onError))

  let stopped = false
  const removeGuests = async () => {
    const idle = { madeBefore: clock.now() - GUEST_LIFETIME, limit: GUESTS_AT_ONCE }
    // Fewer than were looked for may go, where some came back meanwhile, and there may be more behind them.
    while (!stopped && (await store.removeGuests(idle)) > 0);
  }
  const stopGuests = every(SWEPT_EVERY, clock, () => removeGuests().catch(onError))

  const delays = parts.delays === false ? undefined : createSignInDelays({ store, clock })
  const verify = async (name: string, password: string, { address }: Origin): Promise<Credentials | undefined> => {
    if (!delays) return users.verify(name, password)
    const username = canonicalUsername(name)
    // Of nobody the same is asked as of somebody.
    const id = (await store.findCredentials(username))?.user.id ?? ''
    const known = (await store.sessionsOf(id)).some((session) => session.address === address)
    return delays.attempt({ username, address, known }, () => users.verify(username, password))
  }
  const begin = async (user: UserAccount, origin?: Origin) => {
    const lifetime = isGuest(user) ? GUEST_LIFETIME : undefined
    return { token: await sessions.start(user.id, origin, undefined, lifetime), user }
  }
  const accountLinks = createAccountLinks(
    { store, audited, clock, links, users, sessions, passwords, policy, begin },
    parts.invitations,
  )
  return {
    async signIn(username, password, origin = UNKNOWN_ORIGIN) {
      const proved = await verify(username, password, origin)
      if (!proved) throw new SocDrawError('WRONG_CREDENTIALS')
      return { token: await sessions.start(proved.user.id, origin, proved.passwordHash), user: proved.user }
    },
    async signUp(username, password, origin) {
      return begin(await users.signUp({ username, password }), origin)
    },
    async another(token, origin) {
      const user = (await sessions.resolve(token))?.user
      if (!user) throw new SocDrawError('UNAUTHENTICATED')
      return begin(user, origin)
    },
    guest: async (name, origin) => begin(await users.guest(name), origin),
    async settle(by, { code, ...wanted }, origin) {
      const settle = async (guest: UserAccount) => {
        const settled = await (code === undefined
          ? users.settle(guest, wanted)
          : accountLinks.settle(code, guest, wanted))
        if (settled) changes.tell(settled)
        return settled
      }
      return settleGuest({ store, verify, settle }, by, wanted, origin)
    },
    links: accountLinks,
    others: createOthersAccounts({ store, sessions, audited, changed: changes.tell }),
    audit,
    own: createOwnAccount({ store, sessions, passwords, policy, changed: changes.tell, verify }),
    async signOut(token) {
      const user = (await sessions.resolve(token))?.user
      await sessions.revoke(token)
      // Nobody can come back as them: their name is free at once.
      if (user && isGuest(user)) await store.removeGuests({ only: user.id })
    },
    authenticate: sessions.resolve,
    ensureUser: users.ensure,
    unknownUsers: store.unknownUsers,
    namesOf: store.namesOf,
    idOf: async (username) => (await store.findCredentials(canonicalUsername(username)))?.user.id,
    onSessionEnded: sessions.onEnded,
    onUserChanged: changes.listen,
    heard: { sessionsEnded: sessions.ended, userChanged: changes.tell },
    stop() {
      stopped = true
      sessions.stop()
      audit.stop()
      stopSweeping()
      stopGuests()
    },
  }
}
