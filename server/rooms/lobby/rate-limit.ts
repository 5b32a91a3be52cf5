import type { Clock } from '../../protocol/clock.ts'

/** A token bucket: `burst` at once, `rate` a second for long. */
export class RateLimit {
  readonly #clock: Clock
  readonly #rate: number
  readonly #burst: number
  #tokens: number
  #filledAt: number

  constructor(clock: Clock, rate: number, burst: number) {
    this.#clock = clock
    this.#rate = rate
    this.#burst = burst
    this.#tokens = burst
    this.#filledAt = clock.now()
  }

  /** Takes one token. False when there is none. */
  take(): boolean {
    this.#fill()
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** Takes what was spent already, be there so many or not: a debt of `burst` at most, that takes its time to be made good. */
  spend(count: number): void {
    this.#fill()
    this.#tokens = Math.max(-this.#burst, this.#tokens - count)
  }

  /** Whether more was spent than there was. */
  get overdrawn(): boolean {
    this.#fill()
    return this.#tokens < 0
  }

  #fill(): void {
    const now = this.#clock.now()
    const elapsed = Math.max(0, now - this.#filledAt)
    this.#filledAt = now
    this.#tokens = Math.min(this.#burst, this.#tokens + (elapsed / 1000) * this.#rate)
  }
}
