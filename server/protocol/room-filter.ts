import type { RoomListing } from './listings.ts'

/**
 * Which rooms are looked for, archived ones only where it is said: those that run; that wait for players, or pause until
 * enough are back, the fullest first; that one owns; that one owns and are archived, or deleted. Administrators find
 * everybody's of the last two.
 */
export type RoomFilter = ListFilter | 'deleted'

/** Those, and all that there are, wherever they are. */
export type AnyRoomFilter = RoomFilter | 'every'

/** Those by which a lobby's list is filtered: what was deleted is in none. */
export type ListFilter = (typeof LIST_FILTERS)[number]

export const LIST_FILTERS = ['running', 'waiting', 'mine', 'archived'] as const

/** Whether a room that was found with a filter is still one of those, as far as its listing tells. */
export function suits({ status, archived = false }: RoomListing, filter: ListFilter | undefined): boolean {
  if (archived !== (filter === 'archived')) return false
  if (filter === 'running') return status === 'running'
  return filter !== 'waiting' || status === 'waiting' || status === 'paused'
}
