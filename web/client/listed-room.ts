import type { Players } from '../../server/contract/application.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'

/** What a room's listing says of it to those who are in. */
export interface ListedRoom {
  readonly name: string
  readonly players: Players
  readonly archived: boolean
}

/** As the listing says, or as the rules do where there is none yet. */
export function listedRoom(id: string, listing: RoomListing | undefined, rules?: { players: Players }): ListedRoom {
  const { min, max } = listing ?? rules?.players ?? { min: 1, max: Number.POSITIVE_INFINITY }
  return { name: listing?.name ?? id, players: { min, max }, archived: listing?.archived === true }
}

export function isListedSame(one: ListedRoom, other: ListedRoom): boolean {
  const [{ min, max }, players] = [one.players, other.players]
  return one.name === other.name && one.archived === other.archived && min === players.min && max === players.max
}
