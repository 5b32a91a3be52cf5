import type { CataloguedRoom, CatalogueQuery, RoomCatalogue } from '../log/room-catalogue.ts'

/** How many pages are kept: the first ones of each application, which is where everybody begins. */
const MOST_PAGES = 64

/** With more users than this who have rooms that are not for everyone, all are asked for theirs. */
const MOST_GUESTS = 10_000

/**
 * Pages of the catalogue, read once for all who see the same: those without rooms of their own, and those who see all.
 * They hold for as long as nobody says that the catalogue has changed; what is said of a room in them may be older than
 * what an open room says of itself, never otherwise.
 */
export class SharedPages {
  readonly #catalogue: Pick<RoomCatalogue, 'page' | 'guests'>
  readonly #pages = new Map<string, Promise<readonly CataloguedRoom[]>>()
  readonly #guests = new Map<string, Promise<ReadonlySet<string> | undefined>>()

  constructor(catalogue: Pick<RoomCatalogue, 'page' | 'guests'>) {
    this.#catalogue = catalogue
  }

  async page(query: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    const { application, user, after, limit } = query
    const shares = user === null || (await this.#guestsOf(application))?.has(user) === false
    if (!shares) return this.#catalogue.page(query)
    // No application's name has a space.
    const key = `${application} ${user === null ? 'all' : 'public'} ${after} ${limit}`
    return kept(this.#pages, key, MOST_PAGES, () => this.#catalogue.page(query))
  }

  /** The catalogue is another one: what is being read just now is not kept either. */
  forget(): void {
    this.outdate()
    this.#guests.clear()
  }

  /** Rooms have gone out of memory, and nobody but the catalogue says any more how they are. */
  outdate(): void {
    this.#pages.clear()
  }

  /** Who has rooms that are not for everyone; undefined where those are too many to know. */
  #guestsOf(application: string): Promise<ReadonlySet<string> | undefined> {
    return kept(this.#guests, application, Number.POSITIVE_INFINITY, async () => {
      const guests = await this.#catalogue.guests(application, MOST_GUESTS + 1)
      return guests.length > MOST_GUESTS ? undefined : new Set(guests)
    })
  }
}

/** What is kept under the key, or else read now: once for all who ask meanwhile. What could not be read is read again. */
function kept<Value>(
  cache: Map<string, Promise<Value>>,
  key: string,
  most: number,
  read: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key)
  if (known) return known
  const reading = read()
  const [oldest] = cache.keys()
  if (cache.size >= most && oldest !== undefined) cache.delete(oldest)
  cache.set(key, reading)
  reading.catch(() => {
    if (cache.get(key) === reading) cache.delete(key)
  })
  return reading
}
