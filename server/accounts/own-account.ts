import { SocDrawError } from '../protocol/errors.ts'
import { hasPassword, mayDeleteAccount } from './access.ts'
import { freeName } from './free-names.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import type { AccountStore, Credentials } from './ports.ts'
import type { Identity, Origin, OwnSession, Sessions } from './sessions.ts'
import type { UserAccount } from './user-account.ts'

/** What a user may do to their own account, in one of their sessions. */
export interface OwnAccount {
  /**
   * `onlySo`: only as long as name and colour are those that `by` has.
   * @throws SocDrawError as `freeName`; `UNAUTHENTICATED` when the account is gone meanwhile; `CHANGED_MEANWHILE`
   */
  change(by: Identity, change: ProfileChange, how?: { readonly onlySo: boolean }): Promise<UserAccount>
  /**
   * Ends all other sessions, and their sockets at once.
   * @throws SocDrawError `WRONG_PASSWORD` for another than the present one, `TOO_MANY_ATTEMPTS`, `WEAK_PASSWORD`; `FORBIDDEN` for a guest
   */
  changePassword(by: Identity, change: PasswordChange, origin: Origin): Promise<void>
  /**
   * Ends all sessions. What the user left in rooms stays, as a deleted user's; nobody gets their id.
   * @throws SocDrawError `WRONG_PASSWORD`, `TOO_MANY_ATTEMPTS`; `FORBIDDEN` for a guest, and for an administrator, without whom there might be none
   */
  delete(by: Identity, password: string, origin: Origin): Promise<void>
  /** Those that go on, the ones used last first. */
  sessions(by: Identity): Promise<readonly OwnSession[]>
  /** Ends one session, and its sockets at once. @throws SocDrawError `NOT_FOUND` when the user has no such session */
  endSession(by: Identity, sessionId: string): Promise<void>
  /** Ends all sessions but the one that asks for it. Answers with how many that were. */
  endOtherSessions(by: Identity): Promise<number>
}

export interface ProfileChange {
  readonly name?: string | undefined
  /** As `#rrggbb`. */
  readonly color?: string | undefined
}

export interface PasswordChange {
  readonly old: string
  readonly wanted: string
}

interface Parts {
  readonly store: AccountStore
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly policy: PasswordPolicy
  /** Told of a user who is called otherwise, has another colour, or is no more. */
  readonly changed: (user: UserAccount) => void
  /** The user, when that is their password; wrong ones are slowed down. */
  readonly verify: (username: string, password: string, origin: Origin) => Promise<Credentials | undefined>
}

/** @throws SocDrawError `FORBIDDEN` for a guest */
export function refuseGuests(user: UserAccount): void {
  if (!hasPassword(user)) throw new SocDrawError('FORBIDDEN', 'A guest has no password, and is gone by signing out.')
}

/** @throws SocDrawError `FORBIDDEN` for one whose account stays, and for a guest, who has none */
export function refuseDeletion(user: UserAccount): void {
  refuseGuests(user)
  if (mayDeleteAccount(user)) return
  throw new SocDrawError('FORBIDDEN', 'An administrator’s account is not deleted: there might be nobody else.')
}

export function createOwnAccount({ store, sessions, passwords, policy, changed: tell, verify }: Parts): OwnAccount {
  const prove = async ({ user }: Identity, password: string, origin: Origin): Promise<void> => {
    if (!(await verify(user.username, password, origin))) throw new SocDrawError('WRONG_PASSWORD')
  }
  return {
    async change({ user }, { name, color }, { onlySo } = { onlySo: false }) {
      const free = name === undefined ? undefined : await freeName(name, user.id, store)
      const change = { ...(free !== undefined && { name: free }), ...(color !== undefined && { color }) }
      const changed = await store.changeUser(user.id, change, onlySo ? user : undefined)
      if (!changed) throw new SocDrawError('UNAUTHENTICATED')
      if (changed === 'otherwise') throw new SocDrawError('CHANGED_MEANWHILE')
      tell(changed)
      return changed
    },
    async changePassword(by, { old, wanted }, origin) {
      refuseGuests(by.user)
      await prove(by, old, origin)
      await policy.check(wanted, [by.user.username, by.user.name])
      sessions.ended(await store.changePassword(by.user.id, await passwords.hash(wanted), by.sessionId))
    },
    async delete(by, password, origin) {
      refuseDeletion(by.user)
      await prove(by, password, origin)
      const { id } = by.user
      sessions.ended(await store.deleteUser(id))
      const deleted = await store.findUser(id)
      if (deleted) tell(deleted)
    },
    sessions: ({ user }) => sessions.list(user.id),
    async endSession({ user }, sessionId) {
      if ((await sessions.end(user.id, { only: sessionId })) === 0) throw new SocDrawError('NOT_FOUND')
    },
    endOtherSessions: ({ user, sessionId }) => sessions.end(user.id, { but: sessionId }),
  }
}
