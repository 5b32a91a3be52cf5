import type { Clock } from '../../server/protocol/clock.ts'
import type { Wakefulness } from './wakefulness.ts'

/** What tells how long one has been awake. */
export interface Waking {
  readonly clock: Clock
  readonly wakefulness: Wakefulness
}

/**
 * Calls back once, after `delay` milliseconds since the last waking: what is tried is tried anew then, and had no chance
 * before. Asleep it never does. Returns what cancels it.
 */
export function whileAwake({ clock, wakefulness }: Waking, delay: number, callback: () => void): () => void {
  const begin = () => clock.setTimer(delay, ring)
  const ring = (): void => {
    if (!wakefulness.awake) return
    stop()
    callback()
  }
  let cancel = begin()
  const stop = wakefulness.onWake(() => {
    cancel()
    cancel = begin()
  })
  return () => {
    stop()
    cancel()
  }
}
