import type { Accounts } from '../accounts/accounts.ts'
import { basePathOf } from '../protocol/base-path.ts'
import { linkPath } from '../protocol/link-path.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import type { Health } from './health.ts'
import type { MountOptions } from './server-options.ts'
import { accountInWords, roomsInWords, unknownUsersInWords, usersNamedBy } from './start-words.ts'

/** What stands when the host's code is held against what there is. */
interface Parts {
  readonly accounts: Accounts | undefined
  readonly health: Health
}

/** Makes the accounts that the code names, says what it can't make of those that are there, and lets whoever starts it make the first administrator. */
export async function settleAccounts(options: MountOptions, { accounts, health }: Parts): Promise<void> {
  const { users = [], setUp, prefix = '' } = options
  if (!accounts) {
    if (users.length > 0) health.say([{ level: 'warn', text: 'users are not used: authenticate says who somebody is' }])
    return
  }
  for (const user of users) health.say(accountInWords(user, await accounts.ensureUser(user)))
  const link = setUp && (await accounts.links.makeSetUp())
  if (link) setUp({ path: linkPath(basePathOf(prefix), link.code), expiresAt: link.expiresAt })
}

/** Makes the host's rooms what the code says, and says what that changed and whom it names in vain. */
export async function settleRooms(
  { rooms = [] }: MountOptions,
  { accounts, health, registry }: Parts & { readonly registry: RoomRegistry },
): Promise<void> {
  health.say(roomsInWords(await registry.settle(rooms)))
  const named = new Set(rooms.flatMap(usersNamedBy))
  if (accounts) health.say(unknownUsersInWords(rooms, await accounts.unknownUsers([...named])))
}
