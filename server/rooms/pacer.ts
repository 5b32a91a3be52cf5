import type { Clock } from '../protocol/clock.ts'

/**
 * Runs something at most once an interval: after quiet as soon as what is under way in this step is done, so that a
 * frame never overtakes the answers to what is in it; else when the interval since the last run is over, however often
 * it was asked for meanwhile.
 */
export class Pacer {
  readonly #clock: Clock
  readonly #interval: number
  readonly #run: () => void
  #last = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  /** @param interval in milliseconds */
  constructor(clock: Clock, interval: number, run: () => void) {
    this.#clock = clock
    this.#interval = interval
    this.#run = run
  }

  request(): void {
    if (this.#cancel) return
    const since = this.#clock.now() - this.#last
    // A clock that stepped backwards must not hold anything up for longer than one interval.
    const wait = since < 0 ? this.#interval : this.#interval - since
    this.#cancel = this.#clock.setTimer(Math.max(0, wait), () => this.#fire())
  }

  /** Counts something that was done outside as a run: what is asked for next waits a whole interval. */
  ran(): void {
    this.stop()
    this.#last = this.#clock.now()
  }

  /** Forgets what was asked for. */
  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #fire(): void {
    this.ran()
    this.#run()
  }
}
