import type { Store } from '../store.ts'
import { createMemoryAccounts } from './memory-accounts.ts'
import { MemoryAuditLog } from './memory-audit-log.ts'
import { MemoryRoomCatalogue } from './memory-room-catalogue.ts'
import { MemoryRoomDoors } from './memory-room-doors.ts'
import { MemoryRoomLog } from './memory-room-log.ts'

/** A store that forgets all when its process ends: for specs, and for a server that is to forget. */
export function createMemoryStore(): Store {
  const log = new MemoryRoomLog()
  const audit = new MemoryAuditLog()
  const rooms = new MemoryRoomCatalogue(log, audit, (...change) => doors.changed(...change))
  const doors = new MemoryRoomDoors(rooms, audit)
  return { log, rooms, doors, audit, accounts: createMemoryAccounts(audit), close: async () => {} }
}
