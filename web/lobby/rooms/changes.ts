import type { RoomOperation } from '../../../server/protocol/room-operations.ts'

/** What of a room can be changed on the page of its settings. */
export const CHANGES: ReadonlySet<RoomOperation> = new Set([
  'edit',
  'archive',
  'restore',
  'close',
  'delete',
  'recover',
] as const)
