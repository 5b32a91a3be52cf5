import { systemClock } from '../../server/machine/system-clock.ts'
import type { Clock } from '../../server/protocol/clock.ts'

interface Timer {
  readonly due: number
  readonly callback: () => void
  cancel: () => void
}

/** The machine's time, and ahead of it: what takes minutes need not be waited for. */
export class LeapingClock implements Clock {
  readonly #timers = new Set<Timer>()
  #ahead: number

  /** @param ahead how far it is ahead of the machine's, in milliseconds */
  constructor(ahead = 0) {
    this.#ahead = ahead
  }

  now(): number {
    return systemClock.now() + this.#ahead
  }

  setTimer(delay: number, callback: () => void): () => void {
    const timer: Timer = { due: this.now() + delay, callback, cancel: () => {} }
    this.#timers.add(timer)
    this.#arm(timer)
    return () => {
      this.#timers.delete(timer)
      timer.cancel()
    }
  }

  /** Goes on by so many milliseconds at once; what is due then runs soon, the earlier first. */
  leap(ms: number): void {
    this.#ahead += ms
    for (const timer of [...this.#timers].toSorted((one, other) => one.due - other.due)) {
      timer.cancel()
      this.#arm(timer)
    }
  }

  #arm(timer: Timer): void {
    timer.cancel = systemClock.setTimer(timer.due - this.now(), () => {
      this.#timers.delete(timer)
      timer.callback()
    })
  }
}
