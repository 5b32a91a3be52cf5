import type { Clock } from '../../protocol/clock.ts'

/** How long a room whose log fails again waits before it is opened anew: so long, then twice as long, …, in milliseconds. */
const AFTER = 50
const AFTER_MOST = 2000
/** After so many milliseconds without a failure the next one counts as the first. */
const CALM = 10_000

/** When a room is opened anew: at once the first time; a log that goes on failing is asked less and less often. */
export class Reopening {
  readonly #clock: Clock
  readonly #open: () => Promise<void>
  #cancel: (() => void) | undefined
  #stopped = false
  #losses = 0
  #lostAt = Number.NEGATIVE_INFINITY

  /** @param open never rejects */
  constructor(clock: Clock, open: () => Promise<void>) {
    this.#clock = clock
    this.#open = open
  }

  get stopped(): boolean {
    return this.#stopped
  }

  request(): void {
    if (this.#stopped) return
    const now = this.#clock.now()
    if (Math.abs(now - this.#lostAt) > CALM) this.#losses = 0
    this.#lostAt = now
    const delay = this.#losses === 0 ? 0 : Math.min(AFTER * 2 ** (this.#losses - 1), AFTER_MOST)
    this.#losses++
    this.#cancel = this.#clock.setTimer(delay, () => void this.#open())
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }
}
