import type { RoomListing } from '../../../server/protocol/listings.ts'

/** How the reader is in a room: there is something new to them, they are in it or watch it, or neither. */
export type Part = 'news' | 'in' | 'out'

const BEFORE: Readonly<Record<Part, number>> = { news: 0, in: 1, out: 2 }
const CLOSED = 3

/**
 * Rooms as the rail has them: those with something new to the reader first, then the others that they are in, then all
 * others, and at the end those that are closed. Among each other those come first in which something happened last.
 * @param order ids of rooms, those first in which something happened last; rooms that are not among them follow in their own order
 */
export function arrange(
  rooms: readonly RoomListing[],
  order: readonly string[],
  partOf: (roomId: string) => Part,
): RoomListing[] {
  const places = new Map(order.map((id, place) => [id, place]))
  return rooms
    .map((room) => ({
      room,
      group: room.status === 'closed' ? CLOSED : BEFORE[partOf(room.id)],
      place: places.get(room.id) ?? order.length,
    }))
    .sort((one, other) => one.group - other.group || one.place - other.place)
    .map(({ room }) => room)
}
