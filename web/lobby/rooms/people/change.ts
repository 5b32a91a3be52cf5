import type { Rooms } from '../../../client/rooms.ts'

/** Does something to a room, after which all of it is looked at anew. */
export type Change = (act: (rooms: Rooms) => Promise<unknown>) => Promise<void>
