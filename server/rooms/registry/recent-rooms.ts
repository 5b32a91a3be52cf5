import type { Clock } from '../../protocol/clock.ts'
import type { FoundRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import type { RoomPlace, RoomSearch } from '../log/room-search.ts'

/** How long it holds what was read, in milliseconds: an order that is looked at may be as old. */
const HOLDS_FOR = 5_000
/** How many pages are kept: of each application the first ones, which is what nearly everybody asks for. */
const MOST_PAGES = 64

export interface RecentQuery {
  readonly application: string
  /** Whose rooms: those for everyone, and those for this user; null: all rooms. */
  readonly user: string | null
  /** Those after this place. */
  readonly after?: RoomPlace | undefined
  readonly limit: number
}

interface Kept {
  readonly page: Promise<readonly FoundRoom[]>
  readonly readAt: number
}

interface Parts {
  readonly catalogue: Pick<RoomCatalogue, 'search'>
  readonly clock: Clock
}

/**
 * Rooms in the order in which something happened in them. To read that looks at every room, and every page asks for it again
 * and again: so those for everyone are read once in a while for all, and only a user's own for each, which are few.
 */
export class RecentRooms {
  readonly #parts: Parts
  readonly #pages = new Map<string, Kept>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async page({ user, ...query }: RecentQuery): Promise<readonly FoundRoom[]> {
    const { catalogue } = this.#parts
    // Nobody has this id: so there are no rooms that are theirs.
    const asked = { ...query, user: '', all: false, search: '' }
    if (user === null) return this.#shared({ ...asked, all: true })
    const pages = await Promise.all([
      this.#shared({ ...asked, part: 'everyones' }),
      catalogue.search({ ...asked, user, part: 'theirs' }),
    ])
    return pages
      .flat()
      .sort((one, other) => other.rank - one.rank || one.position - other.position)
      .slice(0, query.limit)
  }

  /** Rooms are not as they were, nor for whom: what is being read just now is not kept either. */
  forget(): void {
    this.#pages.clear()
  }

  #shared(query: RoomSearch): Promise<readonly FoundRoom[]> {
    const { catalogue, clock } = this.#parts
    const { application, all, after, limit } = query
    const now = clock.now()
    // No application's name has a space.
    const key = [application, all, after?.rank, after?.position, limit].join(' ')
    const kept = this.#pages.get(key)
    // A clock that was set back must not keep it for ever.
    if (kept && Math.abs(now - kept.readAt) < HOLDS_FOR) return kept.page
    const page = catalogue.search(query)
    this.#pages.delete(key)
    const [oldest] = this.#pages.keys()
    if (this.#pages.size >= MOST_PAGES && oldest !== undefined) this.#pages.delete(oldest)
    this.#pages.set(key, { page, readAt: now })
    page.catch(() => {
      if (this.#pages.get(key)?.page === page) this.#pages.delete(key)
    })
    return page
  }
}
