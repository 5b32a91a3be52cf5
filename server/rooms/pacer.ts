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
  /** When the last run was to be. */
  #last = Number.NEGATIVE_INFINITY
  /** When the next run is to be, while there is one. */
  #due = Number.POSITIVE_INFINITY
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

  /** @param pace an interval of its own, for what may wait longer: it runs earlier where something else asks for that */
  request(pace = this.#interval - this.#leeway): void {
    const due = this.#last + pace
    if (this.#cancel && due >= this.#due) return
    this.#cancel?.()
    this.#due = due
    // A clock that stepped backwards must not hold anything up for longer than one interval.
    const wait = Math.min(Math.max(0, due - this.#clock.now()), pace + this.#leeway)
    this.#cancel = this.#clock.setTimer(wait, () => this.#fire())
  }

  /** Counts something that was done outside as a run: what is asked for next waits a whole interval. */
  ran(): void {
    this.stop()
    const now = this.#clock.now()
    this.#last = Math.min(Math.max(now, this.#last + this.#interval), now + this.#leeway)
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
