import type { Clock } from '../../protocol/clock.ts'
import type { Store } from '../store.ts'
import { createMemoryAccounts } from './memory-accounts.ts'
import { MemoryAuditLog } from './memory-audit-log.ts'
import { MemoryLeases } from './memory-leases.ts'
import { MemoryRoomCatalogue } from './memory-room-catalogue.ts'
import { MemoryRoomDoors } from './memory-room-doors.ts'
import { MemoryRoomLog } from './memory-room-log.ts'

export interface MemoryStoreOptions {
  /** Where several servers in one process share it: the time by which their leases go. */
  readonly sharedBy?: Clock
}

/** A store that forgets all when its process ends: for specs, and for a server that is to forget. */
export function createMemoryStore({ sharedBy }: MemoryStoreOptions = {}): Store {
  const leases = sharedBy && new MemoryLeases(sharedBy)
  const log = new MemoryRoomLog(leases)
  const audit = new MemoryAuditLog()
  const rooms = new MemoryRoomCatalogue(log, audit, (...change) => doors.changed(...change))
  const doors = new MemoryRoomDoors(rooms, audit)
  return {
    log,
    rooms,
    doors,
    audit,
    accounts: createMemoryAccounts(audit),
    ...(leases && { leases, cluster: 'memory' }),
    close: async () => {},
  }
}
