import { SocDrawError } from '../protocol/errors.ts'
import { mustManageAccounts } from './must-manage.ts'
import type { AccountStore } from './ports.ts'
import type { Identity, Sessions } from './sessions.ts'
import { canonicalUsername, type UserAccount } from './user-account.ts'

/** What administrators may do to others' accounts. */
export interface OthersAccounts {
  /**
   * Disables the account with this username: all its sessions end, and their sockets at once, and signing in is answered
   * as for a wrong password; or enables it, so that its user signs in as before.
   * @throws SocDrawError `FORBIDDEN` for whoever may not, before it is told whether there is such a user, for oneself, and
   * for the last administrator; `NOT_FOUND`
   */
  disable(by: Identity, username: string, disabled: boolean): Promise<UserAccount>
}

interface Parts {
  readonly store: AccountStore
  readonly sessions: Sessions
}

export function createOthersAccounts({ store, sessions }: Parts): OthersAccounts {
  return {
    async disable(by, username, disabled) {
      mustManageAccounts(by.user)
      const found = await store.findCredentials(canonicalUsername(username))
      if (!found) throw new SocDrawError('NOT_FOUND', 'Nobody signs in with that name.')
      if (found.user.id === by.user.id) throw new SocDrawError('FORBIDDEN', 'That is your own account.')
      const done = await store.disableUser(found.user.id, disabled)
      if (!done) throw new SocDrawError('FORBIDDEN', 'There has to be an administrator who can sign in.')
      sessions.ended(done.ended)
      return done.user
    },
  }
}
