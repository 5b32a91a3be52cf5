import type { RoomListing } from '../../server/protocol/listings.ts'

/** How a room stands, for glyph and colour. */
export type RoomMood = 'waiting' | 'running' | 'paused' | 'full' | 'closed'

export function isFull({ members, max }: RoomListing): boolean {
  return members >= max
}

/** A pause and a wait are told before fullness: they are what a newcomer meets. */
export function roomMood(room: RoomListing): RoomMood {
  return room.status === 'running' && isFull(room) ? 'full' : room.status
}

/** The room's status in a few words. */
export function statusWords(room: RoomListing): string {
  const missing = room.min - room.members
  switch (roomMood(room)) {
    case 'waiting':
      return missing > 0 ? `Waits for ${missing} more` : 'Waits until all are connected'
    case 'paused':
      return missing > 0 ? `Paused, waits for ${missing} more` : 'Paused'
    case 'running':
      return 'Running'
    case 'full':
      return 'Full'
    case 'closed':
      return 'Closed'
  }
}

/** Rooms in their order, those that are closed below the others. */
export function openFirst(rooms: readonly RoomListing[]): readonly RoomListing[] {
  const closed = rooms.filter(({ status }) => status === 'closed')
  return closed.length === 0 ? rooms : [...rooms.filter(({ status }) => status !== 'closed'), ...closed]
}

/** Members now, minimum and maximum, as a sentence. */
export function countWords({ members, min, max }: RoomListing): string {
  return `${people(members)} here, starts with ${min}, room for ${max}`
}

export function morePeople(count: number): string {
  return count === 1 ? '1 more person' : `${count} more people`
}

export function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}
