import type { Account } from '../../server/rooms/ports.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'

/** One way of a connection. */
interface Way {
  /** Where it leads: what arrives runs on this clock, and not at all once its process is gone. */
  readonly clock: ProcessClock
  /** When the last message so far arrives: none overtakes another. */
  last: number
  /** How many more messages arrive. */
  left: number
}

export type Direction = 'up' | 'down'

export interface LinkParts {
  readonly id: string
  readonly user: Account
  readonly random: Random
  /** The page's clock, and the server's. */
  readonly page: ProcessClock
  readonly host: ProcessClock
  /** The longest that a message is on its way, in milliseconds. */
  readonly latency: number
}

/**
 * One connection between a page and a server: each way keeps its order. It breaks at any moment, for each way after some
 * more messages, and each end learns of it in its own time.
 */
export class Link {
  readonly id: string
  readonly user: Account
  readonly #random: Random
  readonly #ways: { readonly [direction in Direction]: Way }
  #latency: number
  broken = false
  /** False while the page takes so little that the server leaves it out of what it sends to many. */
  keepsUp = true
  /** Whether it missed anything that nobody tells it again: presence is told once. */
  missed = false

  constructor({ id, user, random, page, host, latency }: LinkParts) {
    this.id = id
    this.user = user
    this.#random = random
    this.#latency = latency
    this.#ways = {
      up: { clock: host, last: 0, left: Number.POSITIVE_INFINITY },
      down: { clock: page, last: 0, left: Number.POSITIVE_INFINITY },
    }
  }

  /** Brings something to the other end, after all that was sent before it. */
  carry(direction: Direction, arrive: () => void): void {
    const way = this.#ways[direction]
    const now = way.clock.now()
    way.last = Math.max(way.last, now + this.#random.delay(this.#latency))
    way.clock.setTimer(way.last - now, () => {
      if (way.left <= 0) return
      way.left--
      arrive()
    })
  }

  /** From now on messages are slower by up to so many milliseconds. */
  slow(by: number): void {
    this.#latency += this.#random.int(0, by)
  }

  /** What is still on its way arrives in part, and nothing after it. */
  break(): void {
    this.broken = true
    for (const way of Object.values(this.#ways)) {
      way.left = Math.min(way.left, this.#random.chance(0.4) ? 0 : this.#random.int(1, 12))
    }
  }

  /** This end knows that the connection is gone, and takes nothing more from it. */
  shut(direction: Direction): void {
    this.broken = true
    this.#ways[direction].left = 0
  }
}
