import type { Row } from './row.ts'
import { arriving, oneRunningRoom } from './rows/arriving.ts'
import { manyRooms, moreRooms, previews } from './rows/many-rooms.ts'
import { oneRoom } from './rows/one-room.ts'

/** Everything that is measured of a crowd, in the order of the table. */
export const ROWS: readonly Row[] = [
  oneRoom(100),
  oneRoom(500),
  oneRoom(1000),
  manyRooms,
  previews,
  moreRooms,
  arriving,
  oneRunningRoom,
]
