/** How many tasks run at once, and how many more may wait for their turn. */
export interface TaskGateLimits {
  readonly running: number
  readonly waiting: number
  /** What a task is refused with when as many wait already. */
  readonly full: () => Error
}

/** Runs a task when there is room for it. Settles as the task does. */
export type TaskGate = <Result>(task: () => Promise<Result>) => Promise<Result>

/** Lets only so many tasks run at once, in the order in which they came, and only so many wait. */
export function createTaskGate(limits: TaskGateLimits): TaskGate {
  let running = 0
  const waiting: (() => void)[] = []

  return async (task) => {
    if (running < limits.running) running += 1
    else if (waiting.length >= limits.waiting) throw limits.full()
    // The one who leaves hands over their place, so that nobody who comes meanwhile can take it.
    else await new Promise<void>((admit) => waiting.push(admit))
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
