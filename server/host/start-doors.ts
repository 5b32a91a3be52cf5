import { randomBytes } from 'node:crypto'
import { every } from '../accounts/every.ts'
import { findByCode, makeCode } from '../accounts/link-codes.ts'
import type { Clock } from '../protocol/clock.ts'
import { ROOM_CODE } from '../protocol/link-path.ts'
import type { RoomRights } from '../rooms/keeping/ports.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
import { RoomKnocks } from '../rooms/keeping/room-knocks.ts'
import { RoomLinks } from '../rooms/keeping/room-links.ts'
import type { Report } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import type { Store } from '../stores/store.ts'

interface Parts {
  readonly store: Store
  /** Whether users are the built-in accounts’; a host’s own are known by their ids only. */
  readonly builtIn: boolean
  readonly keeper: RoomKeeper
  readonly registry: RoomRegistry
  readonly rights: RoomRights
  readonly clock: Clock
  readonly report: Report
  /** See `KeeperParts.changed`. */
  changed(): void
}

/** How others come into private rooms. */
export interface Doors {
  readonly links: RoomLinks
  readonly knocks: RoomKnocks
  /** From now on what is over is forgotten, a while after. */
  begin(): void
  /** Resolves when all that was taken on is stored. */
  stop(): Promise<void>
}

/** How often it is looked for links that can’t be used any more, and old knocks, in milliseconds. */
const SWEPT_EVERY = 60 * 60 * 1000

export function startDoors({ store, builtIn, ...parts }: Parts): Doors {
  const common = { ...parts, catalogue: store.rooms, doors: store.doors }
  const links = new RoomLinks({
    ...common,
    codes: {
      make() {
        const { code, ...named } = makeCode(randomBytes)
        return { ...named, code: ROOM_CODE + code }
      },
      find: (code, find) => findByCode(code.startsWith(ROOM_CODE) ? code.slice(ROOM_CODE.length) : '', find),
    },
    async userOf(id) {
      if (!builtIn) return { id, name: id, roles: [] }
      const user = await store.accounts.findUser(id)
      return user?.deleted || user?.disabled ? undefined : user
    },
  })
  const knocks = new RoomKnocks(common)
  const sweep = () =>
    knocks
      .sweep()
      .catch((error: unknown) => parts.report(error, { doing: 'forgetting links and knocks that are over' }))
  let end = (): void => {}
  return {
    links,
    knocks,
    begin() {
      end = every(SWEPT_EVERY, parts.clock, sweep)
    },
    async stop() {
      end()
      await knocks.settled()
    },
  }
}
