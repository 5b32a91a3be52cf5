import type { FoundRooms, RoomListing } from '../../../server/protocol/listings.ts'
import { isFull } from '../room-words.ts'

/** How many stretches of the waiting rooms are gone through, at most. */
const MOST_STRETCHES = 5

/** How it went to ask for a seat: it is taken; there is none; or something else is said in the room's place. */
export type Seating = 'seated' | 'none' | 'told'

/** What playing now needs of the page. */
export interface PlayGround {
  /** The rooms that wait for players and that one may enter, the fullest first. */
  findWaiting(after: FoundRooms['next']): Promise<FoundRooms>
  /** How a room stands now, as far as that is known. */
  listing(roomId: string): RoomListing | undefined
  takeSeat(roomId: string): Promise<Seating>
  /** Makes a room. @throws SocDrawError for whoever may not */
  make(): Promise<string>
}

/**
 * The room to play in: the fullest one that waits for players, with a seat that is taken by now; or, where none has one,
 * a new one. Only the server gives seats: whoever comes too late for a room's last one tries the next room.
 * @throws SocDrawError why neither could be had
 */
export async function playNow(ground: PlayGround): Promise<string> {
  const tried = new Set<string>()
  let after: FoundRooms['next'] = null
  for (let stretch = 0; stretch < MOST_STRETCHES; stretch++) {
    const { rooms, next } = await ground.findWaiting(after)
    for (const room of rooms) {
      const { id } = room
      if (tried.has(id) || isFull(ground.listing(id) ?? room)) continue
      tried.add(id)
      if ((await ground.takeSeat(id)) !== 'none') return id
    }
    if (next === null) break
    after = next
  }
  return ground.make()
}
