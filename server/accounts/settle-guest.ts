import { SocDrawError } from '../protocol/errors.ts'
import { keptName } from './free-names.ts'
import type { AccountStore, Credentials } from './ports.ts'
import { isGuest } from './rights-holder.ts'
import type { Identity, Origin } from './sessions.ts'
import { canonicalUsername, type UserAccount } from './user-account.ts'

/** What a guest is to be called, and to sign in with, from then on. */
export interface WantedAccount {
  readonly username: string
  readonly password: string
}

interface Parts {
  readonly store: Pick<AccountStore, 'findUser'>
  /** Undefined of one who is a guest no more. */
  settle(guest: UserAccount): Promise<UserAccount | undefined>
  verify(username: string, password: string, origin: Origin): Promise<Credentials | undefined>
}

/**
 * Makes an account of a guest's, with the same id: seats, messages, rooms and sessions stay theirs. Done twice, by two clicks
 * or because the first answer was lost, it is done once, and answered twice.
 * @throws SocDrawError `FORBIDDEN` for whoever has an account of another name or password; else as `settle`, and as a wrong password is refused
 */
export async function settleGuest(
  { store, settle, verify }: Parts,
  { user }: Identity,
  wanted: WantedAccount,
  origin: Origin,
): Promise<UserAccount> {
  const before = await store.findUser(user.id)
  const settled = before && isGuest(before) ? await settle(before) : undefined
  if (settled) return settled
  const now = await store.findUser(user.id)
  if (!now || now.deleted || now.disabled) throw new SocDrawError('UNAUTHENTICATED')
  const username = canonicalUsername(keptName(wanted.username))
  const proved = username === now.username ? await verify(username, wanted.password, origin) : undefined
  if (proved?.user.id !== now.id) throw new SocDrawError('FORBIDDEN', 'You have an account already.')
  return proved.user
}
