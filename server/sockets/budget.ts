import type { Clock } from '../protocol/clock.ts'
import type { RoomLimits } from '../rooms/limits.ts'
import { RateLimit } from '../rooms/lobby/rate-limit.ts'

/** What may be sent a second, and at once: see `ApplicationLimits`. */
export type Rates = Pick<RoomLimits, 'rate' | 'burst' | 'byteRate' | 'byteBurst'>

/** How many packets may be looked at in one go: more would hold up everybody. */
const AT_ONCE = 200
/** How much quicker than for long they may be looked at after it. */
const HASTE = 2

/** How many connections may be made: a second for long, and at once. Each costs as much as many packets. */
const CONNECTIONS = { rate: 10, burst: 100 }
/** When who makes too many may make another, in milliseconds. */
const CONNECT_AGAIN = 1000

/** What one user, or one connection of nobody's yet, may still send. */
export class Budget {
  readonly #clock: Clock
  readonly #limits: readonly RateLimit[]
  readonly #packets: RateLimit
  readonly #bytes: RateLimit
  readonly #atOnce: RateLimit
  readonly #connections: RateLimit
  #barredUntil = Number.NEGATIVE_INFINITY

  constructor(clock: Clock, { rate, burst, byteRate, byteBurst }: Rates) {
    this.#clock = clock
    this.#packets = new RateLimit(clock, rate, burst)
    this.#bytes = new RateLimit(clock, byteRate, byteBurst)
    this.#atOnce = new RateLimit(clock, HASTE * rate, AT_ONCE)
    this.#connections = new RateLimit(clock, CONNECTIONS.rate, CONNECTIONS.burst)
    this.#limits = [this.#packets, this.#bytes, this.#atOnce]
  }

  /** Takes what has arrived, be there so much left or not. */
  spend(packets: number, size: number): void {
    this.#packets.spend(packets)
    this.#atOnce.spend(packets)
    if (size > 0) this.#bytes.spend(size)
  }

  /** Whether more has arrived than may. */
  get overdrawn(): boolean {
    return this.#limits.some(({ overdrawn }) => overdrawn)
  }

  /** Nothing more is taken for so many milliseconds. */
  bar(delay: number): void {
    this.#barredUntil = this.#clock.now() + delay
  }

  /** Takes another connection in. Returns in how many milliseconds it may be made where it may not now; 0 where it may. */
  connect(): number {
    const barredFor = this.#barredUntil - this.#clock.now()
    if (barredFor > 0) return barredFor
    return this.#connections.take() ? 0 : CONNECT_AGAIN
  }
}
