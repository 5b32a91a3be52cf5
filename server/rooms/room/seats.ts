import type { Clock } from '../../protocol/clock.ts'
import type { Account, Connection } from '../ports.ts'

export interface SeatsOptions {
  readonly clock: Clock
  /** How long a seat is kept for a user with no connection left, in milliseconds. */
  readonly grace: number
  /** A user's grace is over: the seat is to be freed. */
  expired(userId: string): void
}

/** A connection that is in the room, under the name by which it numbers its actions. */
interface Present {
  readonly connection: Connection
  readonly client: string
  /** Whether it only watches, and holds no seat. */
  readonly spectating: boolean
  /** Whether it is here for no longer than the room is archived: it asked for a seat, or nobody may watch by the rules. */
  readonly reads: boolean
  /** Whether it was answered, and is sent what goes on in the room. */
  letIn: boolean
}

/**
 * Which connections hold which user's seat. A user has one seat whatever their tabs; when the last connection is lost,
 * the seat is kept for a grace time. The seats themselves stand in the room's document; this knows who sits on them.
 */
export class Seats {
  readonly #options: SeatsOptions
  readonly #present = new Map<string, Present>()
  /** How many connections each user has that hold their seat, and how many that only watch. */
  readonly #counts = new Map<string, number>()
  readonly #watching = new Map<string, number>()
  readonly #grace = new Map<string, () => void>()

  constructor(options: SeatsOptions) {
    this.#options = options
  }

  /** How many connections are in the room. */
  get connections(): number {
    return this.#present.size
  }

  get(connectionId: string): Present | undefined {
    return this.#present.get(connectionId)
  }

  isConnected(userId: string): boolean {
    return this.#counts.has(userId)
  }

  /** How many connections watch, by user: also of those who have a seat by another. */
  get watching(): ReadonlyMap<string, number> {
    return this.#watching
  }

  isWatching(userId: string): boolean {
    return this.#watching.has(userId)
  }

  /** The connection is in the room. Ends its user's grace. */
  take(connection: Connection, as: Pick<Present, 'client' | 'spectating' | 'reads'>): void {
    const before = this.#present.get(connection.id)
    if (!before) count(as.spectating ? this.#watching : this.#counts, connection.user.id, 1)
    this.#present.delete(connection.id)
    this.#present.set(connection.id, { connection, ...as, letIn: before?.letIn ?? false })
    if (!as.spectating) this.endGrace(connection.user.id)
  }

  /** The connection is out of the room. Returns what it was, or undefined if it wasn't in. */
  release(connectionId: string): Present | undefined {
    const present = this.#present.get(connectionId)
    this.#present.delete(connectionId)
    if (present) count(present.spectating ? this.#watching : this.#counts, present.connection.user.id, -1)
    return present
  }

  /** Keeps the seat of a user without a connection for the grace time; one that runs already goes on. */
  keep(userId: string): void {
    if (this.#grace.has(userId)) return
    const end = (): void => {
      this.#grace.delete(userId)
      this.#options.expired(userId)
    }
    this.#grace.set(userId, this.#options.clock.setTimer(this.#options.grace, end))
  }

  /** Every connection in the room, in the order in which they entered last, as a list of its own. */
  present(): Present[] {
    return [...this.#present.values()]
  }

  /** Who holds a seat, by user id, as they entered last. Who is away is not among them. */
  accounts(): ReadonlyMap<string, Account> {
    const seated = this.present().filter(({ spectating }) => !spectating)
    return new Map(seated.map(({ connection }) => [connection.user.id, connection.user]))
  }

  /** Ends the user's grace: the seat is taken again, or freed. */
  endGrace(userId: string): void {
    this.#grace.get(userId)?.()
    this.#grace.delete(userId)
  }

  stop(): void {
    for (const userId of [...this.#grace.keys()]) this.endGrace(userId)
    this.#present.clear()
    this.#counts.clear()
    this.#watching.clear()
  }
}

function count(counts: Map<string, number>, userId: string, by: 1 | -1): void {
  const sum = (counts.get(userId) ?? 0) + by
  if (sum > 0) counts.set(userId, sum)
  else counts.delete(userId)
}
