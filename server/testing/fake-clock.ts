import type { Clock } from '../protocol/clock.ts'

interface Timer {
  readonly due: number
  readonly callback: () => void
}

/** More timers than this within one step is a loop that would never end. */
const MAX_RUNS = 100_000

/** A clock that stands still until it is told to go on, for specs and simulations. */
export class FakeClock implements Clock {
  #now: number
  /** In the order in which they were set. */
  readonly #timers = new Set<Timer>()

  constructor(start = Date.UTC(2030, 0, 1)) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  setTimer(delay: number, callback: () => void): () => void {
    const timer = { due: this.#now + Math.max(0, delay), callback }
    this.#timers.add(timer)
    return () => {
      this.#timers.delete(timer)
    }
  }

  /** How many timers are set: 0 when everything that was started was stopped. */
  get timers(): number {
    return this.#timers.size
  }

  /**
   * Moves on by `ms`, running each timer at its time: the earlier first, those of one time in the order in which they
   * were set, and those that are set meanwhile too. What hangs on promises runs after it; see `pass`.
   * @throws whatever a timer throws; Error when the timers never end.
   */
  advance(ms: number): void {
    const end = this.#now + ms
    for (let runs = 0; this.#runNext(end); runs++) this.#check(runs)
    this.#now = Math.max(this.#now, end)
  }

  /** As `advance`, and lets everything that hangs on promises run before, between and after the timers. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    await this.settle()
    for (let runs = 0; this.#runNext(end); runs++) {
      this.#check(runs)
      await this.settle()
    }
    this.#now = Math.max(this.#now, end)
  }

  /**
   * From now on goes on by `step` at each turn of the event loop: as fast as all that hangs on it can follow, sockets of
   * this process too. Returns what lets it stand still again.
   */
  run(step: number): () => void {
    let next: NodeJS.Immediate
    const turn = (): void => {
      next = setImmediate(turn)
      this.advance(step)
    }
    next = setImmediate(turn)
    return () => clearImmediate(next)
  }

  /** Resolves when every promise that could settle without time passing or the outer world has done so. */
  settle(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve))
  }

  /** Runs the first timer that is due at `end` or before; false when there is none. */
  #runNext(end: number): boolean {
    let next: Timer | undefined
    for (const timer of this.#timers) if (timer.due <= end && (!next || timer.due < next.due)) next = timer
    if (!next) return false
    this.#timers.delete(next)
    this.#now = Math.max(this.#now, next.due)
    next.callback()
    return true
  }

  #check(runs: number): void {
    if (runs >= MAX_RUNS) throw new Error(`${MAX_RUNS} timers ran within one step: they set each other without end`)
  }
}
