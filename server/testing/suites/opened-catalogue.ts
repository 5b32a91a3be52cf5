import type { AuditLog } from '../../accounts/audit-log.ts'
import type { RoomCatalogue } from '../../rooms/log/room-catalogue.ts'
import type { RoomLog } from '../../rooms/log/room-log.ts'

/** A catalogue to be tested with its log, and what closes them. */
export interface OpenedRoomCatalogue {
  readonly rooms: RoomCatalogue
  readonly log: RoomLog
  readonly audit: AuditLog
  close(): Promise<void>
}
