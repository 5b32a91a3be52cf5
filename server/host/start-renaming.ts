import type { Accounts } from '../accounts/accounts.ts'
import type { Clock } from '../protocol/clock.ts'
import { Renaming } from '../rooms/keeping/renaming.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import type { Report } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import type { Store } from '../stores/store.ts'

interface Parts {
  readonly store: Store
  readonly accounts: Pick<Accounts, 'onUserChanged'>
  readonly keeper: RoomKeeper
  readonly registry: RoomRegistry
  readonly clock: Clock
  readonly report: Report
}

/** Rooms hear what the built-in accounts' users are called, at once; and what they have not heard yet, from `begin` on. */
export function startRenaming({ store, accounts, ...parts }: Parts): Renaming {
  const { accounts: users } = store
  const renaming = new Renaming({
    ...{ ...parts, catalogue: store.rooms, doors: store.doors },
    users: {
      untold: (after, limit) => users.untold(after, limit),
      told: (id, name) => users.told(id, name),
      async heirsAmong(ids) {
        const found = await Promise.all(ids.map((id) => users.findUser(id)))
        return found.flatMap((user) => (user && !user.deleted && !user.disabled ? user.id : []))
      },
    },
  })
  accounts.onUserChanged((user) => {
    // Who can't come back keeps no seat for that.
    if (user.deleted || user.disabled) parts.registry.dismiss(user.id)
    renaming.begin()
  })
  return renaming
}
