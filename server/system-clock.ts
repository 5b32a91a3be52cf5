import type { Clock } from './protocol/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  now: Date.now,
  setTimer(delay, callback) {
    if (delay <= 0) {
      // A timer would wait for a millisecond at least.
      const immediate = setImmediate(callback)
      return () => clearImmediate(immediate)
    }
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
}
