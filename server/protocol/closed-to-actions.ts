import type { ErrorCode } from './errors.ts'
import type { RoomStatus } from './room-document.ts'

/** Why a room takes no actions, by its status; undefined when it takes them. */
export const CLOSED_TO_ACTIONS: { readonly [Status in RoomStatus]: ErrorCode | undefined } = {
  waiting: 'ROOM_WAITING',
  running: undefined,
  paused: 'ROOM_PAUSED',
  closed: 'ROOM_CLOSED',
}
