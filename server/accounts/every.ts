import type { Clock } from '../protocol/clock.ts'

/** Runs `task` again and again, `interval` milliseconds after it last finished. Returns what stops it. */
export function every(interval: number, clock: Clock, task: () => Promise<void>): () => void {
  let stopped = false
  let cancel = () => {}
  const wait = () => {
    if (!stopped) cancel = clock.setTimer(interval, () => void task().finally(wait))
  }
  wait()
  return () => {
    stopped = true
    cancel()
  }
}
