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
  readonly #leeway: number
  /** When the interval since the last run is over. */
  #next = Number.NEGATIVE_INFINITY
  #cancel: (() => void) | undefined

  /**
   * @param interval in milliseconds
   * @param leeway by how many milliseconds a run may be early that is asked for to another beat: the interval then holds
   * on average, and one run that came late delays none that follow
   */
  constructor(clock: Clock, interval: number, run: () => void, leeway = 0) {
    this.#clock = clock
    this.#interval = interval
    this.#run = run
    this.#leeway = leeway
  }

  request(): void {
    if (this.#cancel) return
    const wait = this.#next - this.#leeway - this.#clock.now()
    // A clock that stepped backwards must not hold anything up for longer than one interval.
    this.#cancel = this.#clock.setTimer(Math.min(Math.max(0, wait), this.#interval), () => this.#fire())
  }

  /** Counts something that was done outside as a run: what is asked for next waits a whole interval. */
  ran(): void {
    this.stop()
    const now = this.#clock.now()
    this.#next = Math.min(Math.max(now, this.#next), now + this.#leeway) + this.#interval
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
