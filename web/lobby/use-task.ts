import { useRef, useState } from 'preact/hooks'
import { toSocDrawError } from './to-soc-draw-error.ts'

/** How the last attempt of a form went. */
export interface Task {
  readonly busy: boolean
  readonly problem: string | undefined
  /** Whether it is done; until the next attempt. */
  readonly done: boolean
  run(): void
}

/** Something that may be refused, one attempt at a time; what went wrong with the last one stays until the next. */
export function useTask(act: () => Promise<void>): Task {
  const [state, setState] = useState<Omit<Task, 'run'>>(IDLE)
  const running = useRef(false)
  const attempt = async (): Promise<void> => {
    running.current = true
    setState({ ...IDLE, busy: true })
    try {
      await act()
      setState({ ...IDLE, done: true })
    } catch (error) {
      setState({ ...IDLE, problem: toSocDrawError(error).message })
    } finally {
      running.current = false
    }
  }
  const run = (): void => {
    if (!running.current) void attempt()
  }
  return { ...state, run }
}

const IDLE = { busy: false, problem: undefined, done: false } as const
