import { isolated } from '../../../server/contract/isolated.ts'
import type { ListFilter } from '../../../server/protocol/room-filter.ts'
import type { RoomQuestion } from './room-search.ts'

/** What the filters are called. */
export const FILTER_WORDS: Readonly<Record<ListFilter, string>> = {
  running: 'Running',
  waiting: 'Waiting for players',
  mine: 'Mine',
  archived: 'Archived',
}

const NONE: Readonly<Record<ListFilter, string>> = {
  running: 'No room here is running just now.',
  waiting: 'No room here waits for players just now.',
  mine: 'None of the rooms here is yours.',
  archived: 'None of your rooms here is archived.',
}

const AMONG: Readonly<Record<ListFilter, string>> = {
  running: ' that is running',
  waiting: ' that waits for players',
  mine: ' of yours',
  archived: ' of yours that is archived',
}

/** Says that nothing was found, and of what. */
export function noneWords({ search, filter }: RoomQuestion): string {
  const words = search.trim()
  if (words !== '') return `There is no room${filter ? AMONG[filter] : ''} called “${isolated(words)}”.`
  return filter ? NONE[filter] : 'No room here is open to you yet.'
}

/** How many were found, for those who do not see them. */
export function countWords(rooms: number, more: boolean): string {
  return `${rooms === 1 ? '1 room' : `${rooms} rooms`}${more ? ', and there are more' : ''}`
}
