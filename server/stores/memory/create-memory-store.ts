import type { Store } from '../store.ts'
import { createMemoryAccounts } from './memory-accounts.ts'
import { MemoryRoomCatalogue } from './memory-room-catalogue.ts'
import { MemoryRoomLog } from './memory-room-log.ts'

/** A store that forgets all when its process ends: for specs, and for a server that is to forget. */
export function createMemoryStore(): Store {
  const log = new MemoryRoomLog()
  const rooms = new MemoryRoomCatalogue(log)
  return { log, rooms, accounts: createMemoryAccounts(), close: async () => {} }
}
