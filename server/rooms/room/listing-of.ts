import type { AnyApplication } from '../../contract/application.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { RoomRecord } from '../ports.ts'

/** How many members a room needs and takes: its own numbers, or else its application's. */
export function playersOf({ players }: AnyApplication, { players: own }: RoomRecord): { min: number; max: number } {
  return { min: own?.min ?? players.min, max: own?.max ?? players.max }
}

/** What the lobby is told of a room. */
export function listingOf(application: AnyApplication, { record, position, standing }: CataloguedRoom): RoomListing {
  const { id, name } = record
  const { status, members, preview } = standing
  return {
    ...{ id, name, position, status, members },
    ...playersOf(application, record),
    ...(application.spectators && { spectators: true }),
    ...(preview !== undefined && { preview }),
  }
}
