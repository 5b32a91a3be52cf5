import { SocDrawError } from '../protocol/errors.ts'
import type { Audited } from './audited.ts'
import { mustManageAccounts } from './must-manage.ts'
import type { AccountStore, UserStanding } from './ports.ts'
import { isGuest } from './rights-holder.ts'
import { soughtWords } from './search-words.ts'
import type { Identity, OwnSession, Sessions } from './sessions.ts'
import { canonicalUsername, type Role, type UserAccount } from './user-account.ts'

/**
 * What administrators see of others' accounts, and do to them. Everything is refused with `FORBIDDEN` for whoever may not,
 * before it is told whether there is such a user, and with `NOT_FOUND` where there is none.
 */
export interface OthersAccounts {
  /** A stretch of those whose names have words that begin with those of `search`, by their usernames. */
  list(by: Identity, question: UsersQuestion): Promise<UsersPage>
  get(by: Identity, username: string): Promise<UserAccount>
  /**
   * Disables the account with this username: all its sessions end, and their sockets at once, and signing in is answered
   * as for a wrong password; or enables it, so that its user signs in as before.
   * @param was what the user is to be still
   * @throws SocDrawError `FORBIDDEN` also for oneself, and for the last administrator; `CHANGED_MEANWHILE` for one who is not as they were
   */
  disable(by: Identity, username: string, disabled: boolean, was?: UserStanding): Promise<UserAccount>
  /**
   * Gives the account these roles and no others; whoever is connected has their rights at once.
   * @param was as with `disable`
   * @throws SocDrawError `FORBIDDEN` also when no administrator would be left; `CHANGED_MEANWHILE` as `disable`
   */
  setRoles(by: Identity, username: string, roles: readonly Role[], was?: UserStanding): Promise<UserAccount>
  /** Those that go on, the ones used last first. */
  sessions(by: Identity, username: string): Promise<readonly OwnSession[]>
  /** Ends all of the account's sessions but the one that asks, and their sockets at once. */
  endSessions(by: Identity, username: string): Promise<void>
}

export interface UsersQuestion {
  readonly search: string
  /** The `next` of the stretch before. */
  readonly after?: string | undefined
  readonly limit: number
}

export interface UsersPage {
  readonly users: readonly UserAccount[]
  /** Absent where there are no more. */
  readonly next?: string
}

interface Parts {
  readonly store: AccountStore
  readonly sessions: Sessions
  readonly audited: Audited
  /** Told of a user who has other roles than before, or was disabled. */
  readonly changed: (user: UserAccount) => void
}

const NO_OTHER = 'There has to be an administrator who can sign in.'

export function createOthersAccounts({ store, sessions, audited, changed }: Parts): OthersAccounts {
  const find = async (by: Identity, username: string): Promise<UserAccount> => {
    mustManageAccounts(by.user)
    const found = await store.findCredentials(canonicalUsername(username))
    if (!found) throw new SocDrawError('NOT_FOUND', 'Nobody signs in with that name.')
    return found.user
  }
  return {
    async list(by, { search, after, limit }) {
      mustManageAccounts(by.user)
      const words = soughtWords(search)
      const from = { ...(after !== undefined && { after }) }
      const found = words ? await store.findUsers({ words, ...from, limit: limit + 1 }) : []
      const users = found.slice(0, limit)
      const last = users.at(-1)
      return { users, ...(found.length > limit && last && { next: last.username }) }
    },
    get: find,
    async disable(by, username, disabled, was) {
      const { id } = await find(by, username)
      if (id === by.user.id) throw new SocDrawError('FORBIDDEN', 'That is your own account.')
      const audit = audited(by, disabled ? 'user.disable' : 'user.enable', { user: id })
      const done = await store.disableUser(id, disabled, audit, was)
      if (done === 'otherwise') throw new SocDrawError('CHANGED_MEANWHILE')
      if (!done) throw new SocDrawError('FORBIDDEN', NO_OTHER)
      sessions.ended(done.ended)
      changed(done.user)
      return done.user
    },
    async setRoles(by, username, roles, was) {
      const { id, roles: before } = await find(by, username)
      if (isGuest({ roles: before })) throw new SocDrawError('FORBIDDEN', 'That is a guest, who will be gone.')
      const wanted = [...new Set(roles)]
      const audit = audited(by, 'user.set-roles', { user: id, details: { roles: wanted } })
      const user = await store.setRoles(id, wanted, audit, was)
      if (user === 'otherwise') throw new SocDrawError('CHANGED_MEANWHILE')
      if (!user) throw new SocDrawError('FORBIDDEN', NO_OTHER)
      changed(user)
      return user
    },
    sessions: async (by, username) => sessions.list((await find(by, username)).id),
    async endSessions(by, username) {
      const { id } = await find(by, username)
      await sessions.end(id, { but: by.sessionId }, audited(by, 'user.end-sessions', { user: id }))
    },
  }
}
