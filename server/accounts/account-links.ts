import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { Audited } from './audited.ts'
import type { Links, MadeLink } from './links.ts'
import { mustManageAccounts } from './must-manage.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { Passwords } from './passwords.ts'
import type { AccountStore, Link, LinkKind } from './ports.ts'
import { isGuest } from './rights-holder.ts'
import type { Identity, Origin, Sessions } from './sessions.ts'
import type { WantedAccount } from './settle-guest.ts'
import { canonicalUsername, type UserAccount } from './user-account.ts'
import type { Users } from './users.ts'

const HOUR = 60 * 60 * 1000
/** How long whoever lost their password has, in milliseconds. */
const RESET_LIFETIME = HOUR
/** How long whoever starts a server has, in milliseconds; each start gives another. */
const SET_UP_LIFETIME = 24 * HOUR

/** How many invitations there may be that can be used. */
const MOST_INVITATIONS = 1000

/** What a link is for. */
export interface LinkSubject {
  readonly kind: LinkKind
  /** What they sign in with whose password it sets. */
  readonly username?: string
  readonly expiresAt: number
}

/** A session that has begun. */
export interface Begun {
  readonly token: string
  readonly user: UserAccount
}

/** What links let those do who have them. */
export interface AccountLinks {
  /** @throws SocDrawError `INVALID_LINK` */
  look(code: string): Promise<LinkSubject>
  /**
   * A link by which the user with this username sets a new password, once and within an hour; an earlier one is none any more.
   * @throws SocDrawError `FORBIDDEN` for whoever may not make one, before it is told whether there is such a user, and
   * for one who is disabled; `NOT_FOUND`
   */
  makeReset(by: Identity, username: string): Promise<MadeLink>
  /**
   * Sets the password, ends all of the user's sessions and their sockets at once, and begins another one.
   * @throws SocDrawError `INVALID_LINK`, `WEAK_PASSWORD`
   */
  reset(code: string, password: string, origin: Origin): Promise<Begun>
  /** A link by which somebody makes the first administrator, once; an earlier one is none any more. Undefined where there is an administrator. */
  makeSetUp(): Promise<MadeLink | undefined>
  /**
   * A link by which others make accounts, so many and until a time.
   * @throws SocDrawError `FORBIDDEN` for whoever may not, and when there are too many
   */
  invite(by: Identity, invitation: { readonly uses: number; readonly lifetime: number }): Promise<MadeLink>
  /** The invitations that can be used, the last first. @throws SocDrawError `FORBIDDEN` */
  invitations(by: Identity): Promise<readonly Link[]>
  /** Ends an invitation. @throws SocDrawError `FORBIDDEN`, `NOT_FOUND` */
  withdraw(by: Identity, id: string): Promise<void>
  /** Makes the account that a link is for. @throws SocDrawError `INVALID_LINK`; as `Users.signUp` */
  signUp(code: string, wanted: WantedAccount, origin: Origin): Promise<Begun>
  /** Makes the account that an invitation is for of a guest’s. @throws SocDrawError `INVALID_LINK`; as `Users.settle` */
  settle(code: string, guest: UserAccount, wanted: WantedAccount): Promise<UserAccount | undefined>
}

interface Parts {
  readonly store: AccountStore
  readonly audited: Audited
  readonly clock: Clock
  readonly links: Links
  readonly users: Users
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly policy: PasswordPolicy
  /** Begins a session. @throws SocDrawError `UNAUTHENTICATED` when there is no such user any more, or they are disabled */
  begin(user: UserAccount, origin: Origin): Promise<Begun>
}

/** @param invites whether administrators invite: where they don't, no invitation can be used */
export function createAccountLinks(parts: Parts, invites = false): AccountLinks {
  const { store, audited, clock, links, users, sessions, passwords, policy, begin } = parts
  /** Of the kinds that are asked for: another one is none. */
  const open = async (code: string, ...kinds: readonly LinkKind[]): Promise<Link> => {
    const link = await links.open(code)
    const late = link.kind === 'set-up' ? await store.hasAdministrator() : link.kind === 'invitation' && !invites
    if (late || !kinds.includes(link.kind)) throw new SocDrawError('INVALID_LINK')
    return link
  }
  return {
    async look(code) {
      const { kind, userId, expiresAt } = await open(code, 'reset', 'set-up', 'invitation')
      const user = userId === undefined ? undefined : await store.findUser(userId)
      return { kind, expiresAt, ...(user && { username: user.username }) }
    },
    async makeReset(by, username) {
      mustManageAccounts(by.user)
      const found = await store.findCredentials(canonicalUsername(username))
      if (!found) throw new SocDrawError('NOT_FOUND', 'Nobody signs in with that name.')
      if (isGuest(found.user)) throw new SocDrawError('FORBIDDEN', 'That is a guest, who has no password.')
      if (found.user.disabled) throw new SocDrawError('FORBIDDEN', 'That account is disabled: enable it first.')
      const { id: userId } = found.user
      const link = { userId, madeBy: by.user.id, lifetime: RESET_LIFETIME, uses: 1, keep: 1 }
      return links.make({ kind: 'reset', ...link }, () => audited(by, 'user.reset-link', { user: userId }))
    },
    async reset(code, password, origin) {
      const { id, userId = '' } = await open(code, 'reset')
      const whose = await store.findUser(userId)
      await policy.check(password, whose ? [whose.username, whose.name] : [])
      const done = await store.resetPassword({ id, now: clock.now() }, await passwords.hash(password))
      if (!done) throw new SocDrawError('INVALID_LINK')
      sessions.ended(done.ended)
      return begin(done.user, origin)
    },
    async makeSetUp() {
      if (await store.hasAdministrator()) return undefined
      return links.make({ kind: 'set-up', lifetime: SET_UP_LIFETIME, uses: 1, keep: 1 })
    },
    async invite(by, { uses, lifetime }) {
      mustManageAccounts(by.user)
      if ((await store.linksOf('invitation', clock.now())).length >= MOST_INVITATIONS) {
        throw new SocDrawError('FORBIDDEN', 'There are too many invitations: end some that nobody needs.')
      }
      const link = { madeBy: by.user.id, lifetime, uses, keep: MOST_INVITATIONS }
      return links.make({ kind: 'invitation', ...link }, (invitation) =>
        audited(by, 'invitation.make', { details: { invitation, uses, lifetime } }),
      )
    },
    async invitations(by) {
      mustManageAccounts(by.user)
      return store.linksOf('invitation', clock.now())
    },
    async withdraw(by, id) {
      mustManageAccounts(by.user)
      const audit = audited(by, 'invitation.end', { details: { invitation: id } })
      if (!(await store.removeLink(id, 'invitation', audit))) throw new SocDrawError('NOT_FOUND')
    },
    async signUp(code, wanted, origin) {
      const { id, kind } = await open(code, 'set-up', 'invitation')
      return begin(await users.signUp(wanted, { id, kind, now: clock.now() }), origin)
    },
    async settle(code, guest, wanted) {
      const { id, kind } = await open(code, 'invitation')
      return users.settle(guest, wanted, { id, kind, now: clock.now() })
    },
  }
}
