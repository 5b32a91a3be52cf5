import type { Clock } from '../../protocol/clock.ts'
import type { Store } from '../store.ts'
import { createMemoryAccounts } from './memory-accounts.ts'
import { MemoryAuditLog } from './memory-audit-log.ts'
import { MemoryChanges } from './memory-changes.ts'
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
  const sessions = new Set<string>()
  const changes = new MemoryChanges((session) => sessions.has(session))
  const audit = new MemoryAuditLog((entry) => changes.noted(entry))
  const rooms = new MemoryRoomCatalogue(log, audit, (room, record, before) => {
    changes.note({ kind: 'room', room, revision: record?.revision ?? 0, ...(before && { before }) })
    doors.changed(room, record)
  })
  const doors = new MemoryRoomDoors(rooms, audit, (room) => changes.note({ kind: 'knocks', room }))
  const accounts = createMemoryAccounts(audit, {
    began: (session) => void sessions.add(session),
    ended: (session) => sessions.delete(session) && changes.note({ kind: 'session', session }),
    changed: (user) => changes.note({ kind: 'user', user }),
  })
  const shared = leases && { leases, cluster: 'memory', changes }
  return { log, rooms, doors, audit, accounts, ...shared, close: async () => {} }
}
