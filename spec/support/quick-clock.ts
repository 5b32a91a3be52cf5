import { performance } from 'node:perf_hooks'
import type { Clock } from '../../server/protocol/clock.ts'

/** A clock that goes so many times as fast as others: for servers that do something now and then, over real sockets. */
export function quickClock(times: number): Clock {
  const [began, beganAt] = [Date.now(), performance.now()]
  return {
    now: () => began + Math.floor((performance.now() - beganAt) * times),
    setTimer(ms, fire) {
      const timer = setTimeout(fire, ms / times)
      return () => clearTimeout(timer)
    },
  }
}
