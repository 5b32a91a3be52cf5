import type { AuditEntry } from '../protocol/audit-entry.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { every } from './every.ts'
import type { AccountStore, RandomBytes, Session } from './ports.ts'
import { isGuest } from './rights-holder.ts'
import { createSessionEndings, type EndingListener } from './session-endings.ts'
import { hashToken, isToken, makeToken } from './session-tokens.ts'
import type { UserAccount } from './user-account.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
/** How long a session lasts after it was last used, to within an hour; in milliseconds. */
export const SESSION_LIFETIME = 30 * DAY
/** The same for a guest’s: with the last one, the guest is gone. */
export const GUEST_LIFETIME = DAY
/** How long a session lasts however much it is used, in milliseconds. */
export const LONGEST_SESSION = 90 * DAY
/** A session's expiry is moved at most this often, so that using it rarely costs a write. */
const RENEWED_EVERY = HOUR
const SWEPT_EVERY = HOUR
const MAX_SESSIONS_OF_A_USER = 100
/** As much of an address or of a browser's name for itself as is kept, in characters. */
const MAX_ORIGIN_LENGTH = 200

/** Who stands behind a token. */
export interface Identity {
  readonly user: UserAccount
  readonly sessionId: string
}

/** Where a request comes from; empty texts where that is not known. */
export interface Origin {
  readonly address: string
  /** What the browser calls itself. */
  readonly browser: string
}

export const UNKNOWN_ORIGIN: Origin = { address: '', browser: '' }

/** A session as its user may see it. */
export type OwnSession = Omit<Session, 'tokenHash' | 'userId'>

export interface Sessions {
  /**
   * Begins a session and answers with its token. When its user has too many, the one unused for longest ends.
   * @param passwordHash of the password that was shown, where one was
   * @param lifetime how long it lasts unless it is used
   * @throws SocDrawError `UNAUTHENTICATED`, or `WRONG_CREDENTIALS` where a password was shown, when by now it is another one,
   * or the user was disabled or deleted
   */
  start(userId: string, origin?: Origin, passwordHash?: string, lifetime?: number): Promise<string>
  /** Those of a user that go on, the ones used last first. */
  list(userId: string): Promise<readonly OwnSession[]>
  /** Ends one of a user's sessions, or all but one. Answers with how many that were. */
  end(userId: string, which: { readonly only: string } | { readonly but: string }, audit?: AuditEntry): Promise<number>
  /** Who the token stands for, and renews the session; undefined when it is unknown, expired or ended meanwhile. */
  resolve(token: string): Promise<Identity | undefined>
  /** Ends the token's session; does nothing when there is none. */
  revoke(token: string): Promise<void>
  /** Calls `listener` with the id of each session that ended: revoked, pushed out or expired. Returns what ends it. */
  onEnded(listener: EndingListener): () => void
  /** Says of sessions that they were ended by something else. */
  ended(sessionIds: readonly string[]): void
  /** Stops looking for expired sessions. */
  stop(): void
}

interface Parts {
  readonly store: AccountStore
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  /** Told of a failure that no caller waits for. */
  readonly onError: (error: unknown) => void
}

/** Sessions in a store. Looks for expired ones every hour, until stopped. */
export function createSessions({ store, clock, randomBytes, onError }: Parts): Sessions {
  const endings = createSessionEndings(onError)

  const sweep = async () => endings.announce(await store.removeExpiredSessions(clock.now()))
  const stopSweeping = every(SWEPT_EVERY, clock, () => sweep().catch(onError))

  const renew = async ({ tokenHash, usedAt, endsAt }: Session, user: UserAccount) => {
    const now = clock.now()
    const lifetime = isGuest(user) ? GUEST_LIFETIME : SESSION_LIFETIME
    const expiresAt = Math.min(now + lifetime, endsAt)
    if (now - usedAt >= RENEWED_EVERY) await store.renewSession(tokenHash, { usedAt: now, expiresAt })
  }

  return {
    async start(userId, { address, browser } = UNKNOWN_ORIGIN, passwordHash, lifetime = SESSION_LIFETIME) {
      const token = makeToken(randomBytes)
      const now = clock.now()
      const session = {
        id: Buffer.from(randomBytes(16)).toString('base64url'),
        userId,
        tokenHash: hashToken(token),
        begunAt: now,
        usedAt: now,
        expiresAt: now + lifetime,
        endsAt: now + LONGEST_SESSION,
        address: address.slice(0, MAX_ORIGIN_LENGTH),
        browser: browser.slice(0, MAX_ORIGIN_LENGTH),
      }
      const pushedOut = await store.addSession(session, MAX_SESSIONS_OF_A_USER, passwordHash)
      if (!pushedOut) throw new SocDrawError(passwordHash === undefined ? 'UNAUTHENTICATED' : 'WRONG_CREDENTIALS')
      endings.announce(pushedOut)
      return token
    },
    async resolve(token) {
      if (!isToken(token)) return undefined
      const meanwhile = endings.collect()
      try {
        const found = await store.findSession(hashToken(token))
        if (!found || found.session.expiresAt <= clock.now()) return undefined
        await renew(found.session, found.user)
        if (meanwhile.ended.has(found.session.id)) return undefined
        return { user: found.user, sessionId: found.session.id }
      } finally {
        meanwhile.stop()
      }
    },
    async revoke(token) {
      if (!isToken(token)) return
      const ended = await store.removeSession(hashToken(token))
      if (ended !== undefined) endings.announce([ended])
    },
    async list(userId) {
      const lasting = (await store.sessionsOf(userId)).filter(({ expiresAt }) => expiresAt > clock.now())
      return lasting.map(({ tokenHash: _, userId: __, ...session }) => session)
    },
    async end(userId, which, audit) {
      const ended = await store.removeSessionsOf(userId, which, audit)
      endings.announce(ended)
      return ended.length
    },
    onEnded: endings.listen,
    ended: endings.announce,
    stop: stopSweeping,
  }
}
