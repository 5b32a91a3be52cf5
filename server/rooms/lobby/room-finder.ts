import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { FindRequest } from '../../protocol/events.ts'
import { LISTED_ROOMS } from '../../protocol/limits.ts'
import type { FoundRoom } from '../log/room-catalogue.ts'
import type { Access, Connection } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import { RateLimit } from './rate-limit.ts'

/** How often one connection may look for rooms: as one types, and a little more. Each time costs a look at every room. */
const FINDS_PER_SECOND = 4
const FINDS_AT_ONCE = 12

/** How many may wait in all. They are looked for one after the other: what else is to be read must not wait for them all. */
const MOST_WAITING = 100

interface FinderParts {
  /** The application's name. */
  readonly application: string
  readonly registry: Pick<RoomRegistry, 'search' | 'recent'>
  readonly access: Pick<Access, 'seesOthers'>
  readonly clock: Clock
}

/** Looks for rooms of one lobby, for whoever asks, no more often than they may. */
export class RoomFinder {
  readonly #parts: FinderParts
  /** What is kept for a connection that is gone goes with it. */
  readonly #rates = new WeakMap<Connection, RateLimit>()
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  constructor(parts: FinderParts) {
    this.#parts = parts
  }

  /** The next rooms that may be the user's: their right is to be asked for. @throws SocDrawError `RATE_LIMITED` */
  find(connection: Connection, request: FindRequest): Promise<readonly FoundRoom[]> {
    const { application, registry, access, clock } = this.#parts
    const rate = this.#rates.get(connection) ?? new RateLimit(clock, FINDS_PER_SECOND, FINDS_AT_ONCE)
    this.#rates.set(connection, rate)
    if (this.#waiting >= MOST_WAITING || !rate.take()) throw new SocDrawError('RATE_LIMITED')
    const { search = '', filter, after } = request
    const [rank, position] = after ?? []
    const { user } = connection
    const all = access.seesOthers(user)
    const page = {
      ...{ application, limit: LISTED_ROOMS },
      ...(rank !== undefined && position !== undefined && { after: { rank, position } }),
    }
    // What every page asks for is read once for many.
    if (search.trim() === '' && !filter) return registry.recent({ ...page, user: all ? null : user.id })
    return this.#inTurn(() => registry.search({ ...page, user: user.id, all, search, filter }))
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#waiting++
    const turn = this.#last.then(work)
    this.#last = turn.catch(() => {})
    try {
      return await turn
    } finally {
      this.#waiting--
    }
  }
}
