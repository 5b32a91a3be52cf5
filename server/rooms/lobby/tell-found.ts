import type { FindRequest } from '../../protocol/events.ts'
import type { FoundRooms, RoomListing } from '../../protocol/listings.ts'
import { suits } from '../../protocol/room-filter.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'

/**
 * What is told of rooms that were found and may be seen: how those stand that the asker does not know, and in what order
 * all of them come. To say how a room stands costs more than all else of it.
 */
export function tellFound(
  found: readonly CataloguedRoom[],
  { filter, known: positions }: FindRequest,
  listingOf: (room: CataloguedRoom) => RoomListing,
): Omit<FoundRooms, 'next'> {
  const known = new Set(filter ? [] : positions)
  const rooms = found
    .filter(({ position }) => !known.has(position))
    .map(listingOf)
    .filter((room) => suits(room, filter))
  if (!positions) return { rooms }
  const told = new Set(rooms.map(({ position }) => position))
  const isThere = ({ position, archived }: CataloguedRoom) => told.has(position) || (known.has(position) && !archived)
  return { rooms, order: found.filter(isThere).map(({ position }) => position) }
}
