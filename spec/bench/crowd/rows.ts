import type { Row } from './row.ts'
import { arriving, oneRunningRoom } from './rows/arriving.ts'
import { flood } from './rows/flood.ts'
import { manyRooms, moreRooms, previews } from './rows/many-rooms.ts'
import { oneRoom } from './rows/one-room.ts'
import { storm } from './rows/storm.ts'

const SECONDS = 5
const TIMES = { cpu: 1.2, p50: 1.2, p99: 1.5 }

/** Everything that is measured of a crowd, in the order of the table. */
export const ROWS: readonly Row[] = [
  ...[100, 500, 1000].map((rate) => oneRoom(rate, SECONDS, TIMES)),
  manyRooms,
  previews,
  moreRooms,
  arriving,
  oneRunningRoom,
  storm,
  flood(),
]
