import { checkUserId } from '../protocol/check-user.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { isPrintableName } from '../protocol/printable.ts'
import { freeName, keptName } from './free-names.ts'
import { looksOf } from './looks-of.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import type { AccountStore, Credentials, LinkUse, RandomBytes } from './ports.ts'
import { GUEST, isGuest } from './rights-holder.ts'
import { SESSION_LIFETIME } from './sessions.ts'
import type { WantedAccount } from './settle-guest.ts'
import { canonicalUsername, type Role, type UserAccount } from './user-account.ts'

/** An account that is to be there. */
export interface NewUser {
  /** Random when not given. */
  readonly id?: string
  readonly username: string
  /** What others see; the username when not given. */
  readonly name?: string
  readonly password: string
  readonly roles?: readonly Role[]
  /** Whether an account that is there already gets this password, if it has another: that ends its sessions. */
  readonly enforcePassword?: boolean
}

export interface Users {
  /**
   * The account with this username: made if it is missing, and left exactly as it is if it is not, unless its password
   * is to be enforced. Whose user has deleted it stays deleted.
   * @throws TypeError for an id that can’t be a user’s, a name that cannot be shown or a password out of bounds; Error when another account has the id.
   */
  ensure(user: NewUser): Promise<UserAccount>
  /**
   * A new account, with a random id, for somebody who wants it; by a link, which that uses. A link to set up makes an
   * administrator, who may have a name that is reserved.
   * @throws SocDrawError `INVALID_NAME`, `NAME_TAKEN`, `WEAK_PASSWORD`, each with words; `INVALID_LINK`
   */
  signUp(wanted: WantedAccount, link?: LinkUse): Promise<UserAccount>
  /**
   * Somebody new with a name and no password, who signs in by the session that is begun for them and by nothing else.
   * @throws SocDrawError `INVALID_NAME`, `NAME_TAKEN`, each with words
   */
  guest(wanted: string): Promise<UserAccount>
  /**
   * Makes an account of a guest’s, by a link where one is given, which that uses. Undefined where they are none any more.
   * @throws SocDrawError as `signUp`
   */
  settle(guest: UserAccount, wanted: WantedAccount, link?: LinkUse): Promise<UserAccount | undefined>
  find(id: string): Promise<UserAccount | undefined>
  /**
   * The user whose username and password these are, and who is not disabled. Costs the same whether there is such a user or
   * not; a right password is hashed anew where hashes cost more by now.
   */
  verify(username: string, password: string): Promise<Credentials | undefined>
}

interface Parts {
  readonly store: AccountStore
  readonly passwords: Passwords
  readonly policy: PasswordPolicy
  readonly randomBytes: RandomBytes
  readonly now: () => number
  /** Told of the sessions that a change of password has ended. */
  readonly onEnded: (sessionIds: readonly string[]) => void
}

export function createUsers({ store, passwords, policy, randomBytes, now, onEnded }: Parts): Users {
  const enforce = async ({ user: { id }, passwordHash }: Credentials, password: string): Promise<void> => {
    if (await passwords.verify(passwordHash, password)) return
    onEnded(await store.changePassword(id, await passwords.hash(password)))
  }
  const add = async (credentials: Credentials, looks: readonly string[], link: LinkUse | undefined) => {
    if (link) return store.addUserByLink(link, credentials, looks)
    return (await store.addUser(credentials, { looks, alone: true })) ? 'added' : 'taken'
  }
  const randomId = () => `u-${Buffer.from(randomBytes(12)).toString('base64url')}`
  return {
    async ensure(user) {
      const username = checkedUsername(user.username)
      if (user.id !== undefined) checkUserId(user.id, `the account ${JSON.stringify(username)}`)
      const name = checkedName(user.name ?? user.username)
      const existing = await store.findCredentials(username)
      if (existing) {
        if (user.enforcePassword) await enforce(existing, user.password)
        return existing.user
      }

      const roles = [...(user.roles ?? [])]
      const account: UserAccount = { id: user.id ?? randomId(), name, username, roles, createdAt: now() }
      const passwordHash = await passwords.hash(user.password)
      // The host's own accounts may look alike: it knows them.
      const looks = { looks: looksOf(username), alone: false }
      if (await store.addUser({ user: account, passwordHash }, looks)) return account

      // Somebody was quicker with the username, or the id is another account's.
      const quicker = await store.findCredentials(username)
      if (quicker) return quicker.user
      // What its user has deleted, no start of the host's brings back.
      const deleted = await store.findUser(account.id)
      if (deleted?.deleted) return deleted
      throw new Error(`the id ${JSON.stringify(account.id)} belongs to another user than ${JSON.stringify(username)}`)
    },
    async signUp({ username, password }, link) {
      const id = randomId()
      const first = link?.kind === 'set-up'
      const name = first ? keptName(username) : await freeName(username, id, store)
      await policy.check(password, [name])
      const roles: Role[] = first ? ['administrator'] : []
      const user: UserAccount = { id, name, username: checkedUsername(name), roles, createdAt: now() }
      const added = await add({ user, passwordHash: await passwords.hash(password) }, looksOf(name), link)
      if (added === 'unusable') throw new SocDrawError('INVALID_LINK')
      // Somebody was quicker.
      if (added === 'taken') throw new SocDrawError('NAME_TAKEN')
      return user
    },
    async guest(wanted) {
      const id = randomId()
      const name = await freeName(wanted, id, store)
      const user: UserAccount = { id, name, username: checkedUsername(name), roles: [GUEST], createdAt: now() }
      // What no password has, so that none proves to be theirs.
      const credentials = { user, passwordHash: '' }
      if (!(await store.addUser(credentials, { looks: looksOf(name), alone: true })))
        throw new SocDrawError('NAME_TAKEN')
      return user
    },
    async settle({ id }, { username, password }, link) {
      const name = await freeName(username, id, store)
      await policy.check(password, [name])
      const [passwordHash, sessionsUntil] = [await passwords.hash(password), now() + SESSION_LIFETIME]
      const named = { id, name, username: checkedUsername(name), looks: looksOf(name) }
      const settled = await store.settleGuest({ ...named, passwordHash, sessionsUntil }, link)
      if (settled === 'unusable') throw new SocDrawError('INVALID_LINK')
      if (settled === 'taken') throw new SocDrawError('NAME_TAKEN')
      return settled === 'gone' ? undefined : settled
    },
    find: (id) => store.findUser(id),
    async verify(username, password) {
      const credentials = await store.findCredentials(canonicalUsername(username))
      const passwordHash = credentials && !isGuest(credentials.user) ? credentials.passwordHash : undefined
      if (!(await passwords.verify(passwordHash, password)) || !credentials || passwordHash === undefined)
        return undefined
      const { user } = credentials
      if (user.disabled) return undefined
      if (passwords.isCurrent(passwordHash)) return credentials
      const renewed = await passwords.hash(password)
      await store.replaceHash(user.id, passwordHash, renewed)
      return { user, passwordHash: renewed }
    },
  }
}

function checkedUsername(username: string): string {
  const canonical = canonicalUsername(username)
  if (!isPrintableName(canonical)) throw new TypeError(`${JSON.stringify(username)} cannot be a username`)
  return canonical
}

function checkedName(name: string): string {
  if (!isPrintableName(name)) throw new TypeError(`${JSON.stringify(name)} cannot be a user’s name`)
  return name.trim()
}
