import type { AnyApplication } from '../../contract/application.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { RoomStanding } from '../log/room-log.ts'
import type { RoomRecord } from '../ports.ts'

/** How many members a room needs and takes: its own numbers, or else its application's. */
export function playersOf({ players }: AnyApplication, { players: own }: RoomRecord): { min: number; max: number } {
  return { min: own?.min ?? players.min, max: own?.max ?? players.max }
}

/** What a listing is made of. */
type Listable = Pick<CataloguedRoom, 'record' | 'position'> & {
  /** With how many watch, of a room that is open: in one that is not, nobody does. */
  readonly standing: RoomStanding & { readonly watchers?: number }
  readonly archived?: boolean | undefined
}

/** What the lobby is told of a room. */
export function listingOf(application: AnyApplication, room: Listable): RoomListing {
  const { record, position, standing, archived } = room
  const { id, name } = record
  const { status, members, preview, watchers = 0 } = standing
  return {
    ...{ id, name, position, status, members },
    ...playersOf(application, record),
    ...(application.spectators && record.watch !== 'nobody' && { spectators: true }),
    ...(!archived && watchers > 0 && { watchers }),
    ...(archived && { archived: true }),
    ...(preview !== undefined && { preview }),
  }
}
