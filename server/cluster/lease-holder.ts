import type { Clock } from '../protocol/clock.ts'
import { LEASE_LENGTH, type Leases, type NodeFacts, type Ownership } from '../rooms/log/leases.ts'
import type { Report } from '../rooms/ports.ts'

/** From one renewal to the next, and how long one may take before it is asked for again, in milliseconds. */
const RENEWED_EVERY = LEASE_LENGTH / 3
/** How soon it is asked again after the store failed, in milliseconds. */
const AGAIN_AFTER = RENEWED_EVERY / 4
/** How long before the store may say that a lease is over its holder says so, in milliseconds. */
const MARGIN = LEASE_LENGTH / 20

export interface LeaseHolderParts {
  readonly leases: Leases
  readonly clock: Clock
  /** Milliseconds since some moment, that go on while the process stands still, and step neither way. */
  monotonic(): number
  /** What the node says of itself now. */
  facts(): NodeFacts
  /** There is a lease, which is another one than before. */
  taken?(): void
  /** The lease is over: whatever belongs to it is to be let go of in this very step. Another one is sought after it. */
  lost(): void
  readonly report: Report
}

interface Held {
  readonly lease: number
  /** By `monotonic`: when it is over, unless it is renewed. */
  readonly until: number
}

/**
 * Holds a lease for a node: renews it while the store confirms that, and takes another one when it is over. By its own
 * monotonic clock it counts from when a renewal that was confirmed had been *sent*: so it knows that its lease is over
 * before anybody else may find that, also where the store is silent, and where the process stood still meanwhile. That the
 * store fails for a moment is no loss.
 */
export class LeaseHolder implements Ownership {
  readonly #parts: LeaseHolderParts
  #held: Held | undefined
  #cancelTurn: () => void = () => {}
  #cancelWatch: () => void = () => {}
  /** Whether the store failed at the last turn. */
  #failing = false
  #stopped = false

  constructor(parts: LeaseHolderParts) {
    this.#parts = parts
  }

  /** The number of the lease that is held in this moment. Undefined while there is none. */
  get lease(): number | undefined {
    if (this.#held && this.#parts.monotonic() >= this.#held.until) this.#lose()
    return this.#held?.lease
  }

  /** From now on there is to be a lease. */
  begin(): void {
    this.#turn()
  }

  /** Gives the lease back. Whatever belongs to it must be let go of before. Resolves when that is confirmed, or it is over. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancelTurn()
    this.#cancelWatch()
    const { lease } = this
    this.#held = undefined
    if (lease !== undefined) await this.#giveBack(lease)
  }

  /** Takes a lease, or renews that which is held. One that was asked for before may still be answered: it counts all the same. */
  #turn(): void {
    this.#cancelTurn()
    const { leases, facts, monotonic } = this.#parts
    const sent = monotonic()
    const { lease } = this
    // Losing it may have begun another turn, or stopped all.
    if (this.#stopped) return
    this.#turnIn(RENEWED_EVERY)
    const asked =
      lease === undefined
        ? leases.take(facts()).then((taken) => this.#taken(taken, sent))
        : leases.renew(lease, facts()).then((renewed) => this.#renewed(lease, renewed, sent))
    asked.then(
      () => {
        this.#failing = false
      },
      (error: unknown) => this.#failed(error),
    )
  }

  #turnIn(delay: number): void {
    this.#cancelTurn()
    this.#cancelTurn = this.#parts.clock.setTimer(delay, () => this.#turn())
  }

  #taken(lease: number, sent: number): void {
    const until = sent + LEASE_LENGTH - MARGIN
    // Two may have been asked for where the first was not answered in time.
    if (this.#stopped || this.#held || this.#parts.monotonic() >= until) return void this.#giveBack(lease)
    this.#hold({ lease, until })
    this.#parts.taken?.()
  }

  #renewed(lease: number, renewed: boolean, sent: number): void {
    if (this.lease !== lease) return
    if (renewed) this.#hold({ lease, until: Math.max(this.#held?.until ?? 0, sent + LEASE_LENGTH - MARGIN) })
    else this.#lose()
  }

  #failed(error: unknown): void {
    if (this.#stopped) return
    if (!this.#failing) this.#parts.report(error, { doing: 'renewing the node’s lease' })
    this.#failing = true
    this.#turnIn(AGAIN_AFTER)
  }

  #hold(held: Held): void {
    this.#held = held
    this.#watch(held)
  }

  /** Finds out that it is over also where nobody asks. */
  #watch(held: Held): void {
    const { clock, monotonic } = this.#parts
    this.#cancelWatch()
    this.#cancelWatch = clock.setTimer(Math.max(1, held.until - monotonic()), () => {
      if (this.lease === held.lease) this.#watch(held)
    })
  }

  #lose(): void {
    const { lost, report } = this.#parts
    this.#held = undefined
    this.#cancelWatch()
    try {
      lost()
    } catch (error) {
      report(error, { doing: 'letting go of what belonged to a lease' })
    }
    if (!this.#stopped) this.#turnIn(0)
  }

  /** Where that fails, it is over before long all the same. */
  async #giveBack(lease: number): Promise<void> {
    const { leases, clock, report } = this.#parts
    let cancel = (): void => {}
    const over = new Promise<void>((resolve) => {
      cancel = clock.setTimer(LEASE_LENGTH, resolve)
    })
    const given = leases.giveBack(lease).catch((error: unknown) => report(error, { doing: 'giving a lease back' }))
    await Promise.race([given, over])
    cancel()
  }
}
