import type { Clock } from '../../server/protocol/clock.ts'

/** The longest delay that `setTimeout` can keep; a longer one it would run at once. */
const LONGEST = 2 ** 31 - 1

/** The real time, in browsers and Node alike. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer(delay, callback) {
    let timer: ReturnType<typeof setTimeout>
    const wait = (left: number): void => {
      timer = left > LONGEST ? setTimeout(() => wait(left - LONGEST), LONGEST) : setTimeout(callback, left)
    }
    wait(delay)
    return () => clearTimeout(timer)
  },
}
