import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How far behind an event loop is at each of its ticks, the 99th of a hundred, in milliseconds. */
export interface LoopDelay {
  readonly p99: number
  readonly max: number
}

// A tick is asked for every 2 ms; what is measured above that is delay.
const RESOLUTION = 2
const CONTROL = `
const { monitorEventLoopDelay } = require('node:perf_hooks')
const delay = monitorEventLoopDelay({ resolution: ${RESOLUTION} })
delay.enable()
process.on('message', () => {
  process.send({ p99: delay.percentile(99) / 1e6 - ${RESOLUTION}, max: delay.max / 1e6 - ${RESOLUTION} })
  process.disconnect()
})
process.send('ready')
`

/** Measures this process's event loop while something runs, and that of a process with nothing to do at the same time. */
export async function withLoopDelay<Result>(
  run: () => Promise<Result>,
): Promise<{ result: Result; ours: LoopDelay; idle: LoopDelay }> {
  const control = spawn(process.execPath, ['-e', CONTROL], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(control, 'message')
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  delay.enable()
  const result = await run()
  delay.disable()
  const idle = await ask(control)
  return { result, ours: { p99: delay.percentile(99) / 1e6 - RESOLUTION, max: delay.max / 1e6 - RESOLUTION }, idle }
}

async function ask(control: ChildProcess): Promise<LoopDelay> {
  const answered = once(control, 'message')
  control.send('done')
  const [answer] = (await answered) as [LoopDelay]
  return answer
}
