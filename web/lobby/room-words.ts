import type { RoomListing } from '../../server/protocol/listings.ts'

/** How a room stands, for glyph and colour. */
export type RoomMood = 'waiting' | 'running' | 'paused' | 'full' | 'closed'

export function isFull({ members, max }: RoomListing): boolean {
  return members >= max
}

/**
 * A pause and a wait are told before fullness: they are what a newcomer meets. In an archived room nothing happens, however
 * it stood before.
 */
export function roomMood(room: RoomListing): RoomMood {
  if (room.archived) return 'closed'
  return room.status === 'running' && isFull(room) ? 'full' : room.status
}

/** Of so few free seats a visitor is told. */
const LAST_SEATS = 3

/** What a visitor meets in the room, or may do there, in a few words. */
export function statusWords(room: RoomListing): string {
  const { members } = room
  const missing = room.min - members
  switch (roomMood(room)) {
    case 'waiting':
      if (members === 0) return 'Be the first'
      return missing > 0 ? `${missing} more to start` : 'Starts once all are connected'
    case 'paused':
      return missing > 0 ? `Paused, ${missing} more to go on` : 'Paused'
    case 'running':
      return members === 0 ? 'Nobody here now' : `${members} here${seatWords(room)}`
    case 'full':
      return `Full, ${members} here`
    case 'closed':
      return room.archived ? 'Archived' : 'Closed'
  }
}

/** How many only watch it, after what else is said of it. */
export function watchWords({ watchers = 0 }: RoomListing): string {
  return watchers === 0 ? '' : ` · ${watchers} watching`
}

function seatWords({ members, max }: RoomListing): string {
  const free = max - members
  if (free > LAST_SEATS) return ''
  return free === 1 ? ', 1 seat left' : `, ${free} seats left`
}
