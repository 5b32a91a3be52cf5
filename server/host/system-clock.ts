import type { Clock } from '../protocol/clock.ts'

/** The longest timer that Node knows, in milliseconds. */
const LONGEST = 2 ** 31 - 1

/** The machine's own time. */
export const systemClock: Clock = {
  now: Date.now,
  setTimer(delay, callback) {
    if (delay <= 0) {
      // A timer would wait for a millisecond at least.
      const immediate = setImmediate(callback)
      return () => clearImmediate(immediate)
    }
    let timer: NodeJS.Timeout
    const wait = (left: number): void => {
      // Node fires a longer timer at once.
      const part = Math.min(left, LONGEST)
      timer = setTimeout(() => (left > part ? wait(left - part) : callback()), part)
    }
    wait(delay)
    return () => clearTimeout(timer)
  },
}
