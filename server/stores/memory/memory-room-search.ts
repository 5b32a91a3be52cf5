import { soughtWords, wordsOf } from '../../accounts/search-words.ts'
import type { CataloguedRoom, FoundRoom } from '../../rooms/log/room-catalogue.ts'
import type { RoomSearch } from '../../rooms/log/room-search.ts'

/** A room that may be found. */
interface Candidate {
  readonly room: CataloguedRoom
  /** When something happened in it last, in milliseconds since 1970. */
  readonly at: number
  /** The ids of those for whom it is; undefined for everyone. */
  readonly guests: readonly string[] | undefined
}

/** See `RoomCatalogue.search`. */
export function searchAmong(candidates: Iterable<Candidate>, query: RoomSearch): readonly FoundRoom[] {
  const words = soughtWords(query.search)
  if (words === undefined) return []
  const { application, filter, after, limit } = query
  const found: FoundRoom[] = []
  for (const candidate of candidates) {
    const { room, at } = candidate
    const { record, standing, position } = room
    if (record.application !== (application ?? record.application)) continue
    if (!isTheirs(candidate, query) || !stands(room, query) || !isNamed(record.name, words)) continue
    const rank = filter === 'waiting' ? standing.members : Math.max(at, record.madeAt ?? 0)
    const isNext = !after || rank < after.rank || (rank === after.rank && position > after.position)
    if (isNext) found.push({ ...room, rank })
  }
  return found.sort((one, other) => other.rank - one.rank || one.position - other.position).slice(0, limit)
}

function isTheirs({ room: { record }, guests }: Candidate, { user, all, filter, part }: RoomSearch): boolean {
  if (filter === 'mine') return record.owner === user
  if (filter === 'archived' || filter === 'deleted' || filter === 'every') return all || record.owner === user
  if (all) return true
  return guests ? part !== 'everyones' && guests.includes(user) : part !== 'theirs'
}

function stands({ record, standing, archived }: CataloguedRoom, { filter }: RoomSearch): boolean {
  if (filter === 'archived') return archived && record.deletedAt === undefined
  if (filter === 'deleted') return record.deletedAt !== undefined
  if (filter === 'every') return true
  if (archived) return false
  if (filter === 'running') return standing.status === 'running'
  return filter !== 'waiting' || standing.status === 'waiting' || standing.status === 'paused'
}

function isNamed(name: string, sought: readonly string[]): boolean {
  if (sought.length === 0) return true
  const words = wordsOf(name)
  return sought.every((start) => words.some((word) => word.startsWith(start)))
}
