import type { Clock } from '../../server/protocol/clock.ts'

/**
 * The clock of one process, a server or a page, that may go wrong by a constant, stand still while the process sleeps,
 * and end with it: then none of its timers runs any more.
 */
export class ProcessClock implements Clock {
  readonly #base: Clock
  readonly #skew: number
  readonly #timers = new Set<() => void>()
  /** What came due while asleep, in order. */
  #missed: (() => void)[] | undefined
  #cancelWaking: () => void = () => {}
  #ended = false

  /** @param skew how many milliseconds it is ahead */
  constructor(base: Clock, skew: number) {
    this.#base = base
    this.#skew = skew
  }

  get asleep(): boolean {
    return this.#missed !== undefined
  }

  get ended(): boolean {
    return this.#ended
  }

  now(): number {
    return this.#base.now() + this.#skew
  }

  setTimer(delay: number, callback: () => void): () => void {
    if (this.#ended) return () => {}
    let cancelled = false
    const cancel = (): void => {
      cancelled = true
      cancelBase()
      this.#timers.delete(cancel)
    }
    const run = (): void => {
      if (cancelled || this.#ended) return
      if (this.#missed) this.#missed.push(run)
      else {
        this.#timers.delete(cancel)
        callback()
      }
    }
    const cancelBase = this.#base.setTimer(delay, run)
    this.#timers.add(cancel)
    return cancel
  }

  /** Stands still for so many milliseconds from now, or until it is woken. */
  sleep(duration: number): void {
    this.#missed ??= []
    this.#cancelWaking()
    this.#cancelWaking = this.#base.setTimer(duration, () => this.wake())
  }

  /** Runs what came due meanwhile, each in a turn of its own. */
  wake(): void {
    this.#cancelWaking()
    const missed = this.#missed ?? []
    this.#missed = undefined
    for (const run of missed) this.#base.setTimer(0, run)
  }

  /** The process is gone. */
  end(): void {
    this.#ended = true
    this.#cancelWaking()
    for (const cancel of [...this.#timers]) cancel()
  }
}
