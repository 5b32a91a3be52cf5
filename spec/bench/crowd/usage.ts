import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a process has used so far, all its threads together. */
export interface Usage {
  /** Milliseconds of processor time, user's and system's. */
  readonly cpu: number
  /** Bytes of memory now. */
  readonly resident: number
  /** The longest that the event loop was held since this was last asked, in milliseconds. */
  readonly longestHold: number
}

// The loop is asked for a tick every so many ms; what is measured above that is how long it was held.
const RESOLUTION = 5

/** Answers any HTTP request with this process's usage. Returns its port on this machine. */
export async function serveUsage(): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  delay.enable()
  const server = createServer((_, response) => {
    const { user, system } = process.cpuUsage()
    const usage: Usage = {
      cpu: (user + system) / 1000,
      resident: process.memoryUsage.rss(),
      longestHold: Math.max(0, delay.max / 1e6 - RESOLUTION),
    }
    delay.reset()
    response.end(JSON.stringify(usage))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Asks a process for its usage. */
export async function askUsage(port: number): Promise<Usage> {
  const response = await fetch(`http://127.0.0.1:${port}/`)
  return (await response.json()) as Usage
}
