import type { Clock } from './protocol/clock.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  now: Date.now,
  setTimer(delay, callback) {
    const timer = setTimeout(callback, delay)
    return () => clearTimeout(timer)
  },
}
