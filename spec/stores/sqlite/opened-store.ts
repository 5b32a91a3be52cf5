import { systemRandomness } from '../../../server/host/system-randomness.ts'
import type { RoomLog } from '../../../server/rooms/log/room-log.ts'
import {
  openSqliteStore,
  type SqliteStore,
  type SqliteStoreOptions,
} from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Opens a store in a new folder, unless told where. What it reports is thrown, unless told otherwise. */
export function openStore(given: Partial<SqliteStoreOptions> = {}): Promise<SqliteStore> {
  return openSqliteStore({
    folder: given.folder ?? temporaryFolder(),
    durability: 'power',
    randomName: () => systemRandomness.name(),
    now: () => Date.now(),
    report: (error) => {
      throw error
    },
    ...given,
  })
}

/** Opens a store, does something with it, and closes it whatever happens. */
export async function withStore<Result>(
  given: Partial<SqliteStoreOptions>,
  work: (store: SqliteStore) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(given)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

let epochs = 0

export function openRoom(log: RoomLog, roomId: string) {
  return log.open(roomId, { epoch: `epoch ${++epochs}`, rules: 1 })
}
