/** Connections that come and stay, some at a time, and say nothing. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { roomOf } from '../lobby.ts'
import type { Measured, Ports } from '../server-process.ts'
import { askUsage } from '../usage.ts'
import { arriveAll } from '../wire/arrive.ts'

/** Who comes. */
export interface Coming {
  readonly connections: number
  /** They enter so many rooms, the same number in each; none by default: they stay in the lobby. */
  readonly rooms?: number
}

export interface Arrived {
  /** The server's processor time for each, in milliseconds, with what it still did in the seconds after. */
  readonly cpuEach: number
  /** Seconds until all were there. */
  readonly wall: number
  /** The server's memory for each some seconds later, in KB. */
  readonly kilobytesEach: number
  /** The longest that the server's event loop was held, in milliseconds. */
  readonly longestHold: number
  /** How often somebody was told to come later, since the server was overloaded. */
  readonly refusals: number
}

const AT_ONCE = 20
const QUIET = 500
const SETTLED = 5000

const { wire, port, usagePort, coming }: Ports & { wire: Measured['wire']; coming: Coming } = JSON.parse(
  process.argv[2] ?? '',
)
const { connections, rooms } = coming

await pause(QUIET)
const before = await askUsage(usagePort)
const started = performance.now()
const { refusals } = await arriveAll(wire, connections, AT_ONCE, (index) => ({
  port,
  user: `u${index}`,
  ...(rooms === undefined ? {} : { room: roomOf(index % rooms) }),
  heard: () => undefined,
}))
const wall = (performance.now() - started) / 1000
await pause(SETTLED)
const after = await askUsage(usagePort)
const arrived: Arrived = {
  cpuEach: (after.cpu - before.cpu) / connections,
  wall,
  kilobytesEach: (after.resident - before.resident) / 1024 / connections,
  longestHold: after.longestHold,
  refusals,
}
process.send?.(arrived)
