import type { AuditLog } from '../accounts/audit-log.ts'
import type { AccountStore } from '../accounts/ports.ts'
import type { Changes } from '../rooms/log/changes.ts'
import type { Leases } from '../rooms/log/leases.ts'
import type { RoomCatalogue } from '../rooms/log/room-catalogue.ts'
import type { RoomDoors } from '../rooms/log/room-doors.ts'
import type { RoomLog } from '../rooms/log/room-log.ts'

/** Everything that a server keeps. */
export interface Store {
  readonly log: RoomLog
  readonly rooms: RoomCatalogue
  readonly doors: RoomDoors
  readonly audit: AuditLog
  readonly accounts: AccountStore
  /** Those of the servers that share it. Absent where one has it to itself. */
  readonly leases?: Leases
  /** What the servers that share it have in common, and no others; there where `leases` are. */
  readonly cluster?: string
  /** What servers that share it learn from what others have changed; absent where it is one server's alone. */
  readonly changes?: Changes
  /**
   * Why nothing can be read, or, where `thoroughly` is asked, written at the moment, in words; undefined where it can. Answers
   * within about a second. Absent where the data is on this machine: then what was tried last tells.
   */
  check?(thoroughly: boolean): Promise<string | undefined>
  /** Lets what is under way come to its end, and lets go of the data. */
  close(): Promise<void>
}
