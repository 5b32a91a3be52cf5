import type { Accounts } from '../accounts/accounts.ts'
import type { Clock } from '../protocol/clock.ts'
import type { RoomFollower } from '../rooms/keeping/room-follower.ts'
import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { ChangeHints } from '../rooms/log/changes.ts'
import type { Report } from '../rooms/ports.ts'
import type { LobbyNamespace } from '../sockets/lobby-socket.ts'
import type { Store } from '../stores/store.ts'
import { ChangeFollower, type Follower } from './change-follower.ts'
import { PeopleFollower } from './people-follower.ts'

export interface FollowingParts {
  readonly store: Store
  /** Absent where the host signs its users in by itself. */
  readonly accounts: Accounts | undefined
  readonly rooms: RoomFollower
  readonly lobbies: readonly Lobby[]
  readonly namespaces: readonly LobbyNamespace[]
  readonly hints: ChangeHints | undefined
  readonly clock: Clock
  readonly report: Report
}

/** Follows what other servers change from when it resolves on; undefined where the store is one server's alone. */
export async function startFollowing(parts: FollowingParts): Promise<ChangeFollower | undefined> {
  const { store, accounts, rooms, lobbies, namespaces, ...common } = parts
  const { changes } = store
  if (!changes) return undefined
  const everybody: Follower = {
    follow: async () => {},
    // Their lists, and whether they may be where they are.
    anew: async () => void (await Promise.all(lobbies.map((lobby) => lobby.recheck({})))),
  }
  const changed = (): void => follower.changed()
  const people = accounts && new PeopleFollower({ accounts, store: store.accounts, changes, namespaces, changed })
  const follower = new ChangeFollower({
    ...common,
    changes,
    followers: [...(people ? [people] : []), rooms, everybody],
  })
  await follower.prepare()
  return follower
}
