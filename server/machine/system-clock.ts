import type { Clock } from '../protocol/clock.ts'

/** The longest delay that a timer keeps, in milliseconds; a longer one would fire at once. */
const LONGEST = 2 ** 31 - 1

/** The machine's own time, in browsers and Node alike. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delay, callback) {
    // Where there is one: a timer would wait for a millisecond at least.
    if (delay <= 0 && typeof setImmediate === 'function') {
      const immediate = setImmediate(callback)
      return () => clearImmediate(immediate)
    }
    let timer: ReturnType<typeof setTimeout>
    const wait = (left: number): void => {
      const part = Math.min(left, LONGEST)
      timer = setTimeout(() => (left > part ? wait(left - part) : callback()), part)
    }
    wait(delay)
    return () => clearTimeout(timer)
  },
}
