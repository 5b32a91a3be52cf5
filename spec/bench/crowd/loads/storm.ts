/** Members who are all cut off at once, and come back by themselves. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { LOBBY, roomOf } from '../lobby.ts'
import type { Ports } from '../server-process.ts'
import { ReturningMember } from '../wire/returning-member.ts'

/** Who is there when they are cut off. */
export interface Storm {
  readonly connections: number
  /** They are in so many rooms, the same number in each. */
  readonly rooms: number
}

export interface Weathered {
  /** Seconds until all were back. */
  readonly wall: number
  /** How many of them were served the whole room again. */
  readonly snapshots: number
  /** How often they were told to come later, and how often they dialled. */
  readonly refusals: number
  readonly attempts: number
  /** How many connections ended after those that were cut. */
  readonly losses: number
}

const AT_ONCE = 20
const QUIET = 3000
/** How long after all are back a second storm would show itself. */
const AFTERMATH = 5000

const { port, storm }: Ports & { storm: Storm } = JSON.parse(process.argv[2] ?? '')
const { connections, rooms } = storm
const members = Array.from({ length: connections }, (_, index) => {
  const name = `u${index}`
  return new ReturningMember({ port, lobby: LOBBY, token: name, room: roomOf(index % rooms), client: name })
})

let next = 0
const usher = async (): Promise<void> => {
  while (next < connections) await members[next++]?.arrive()
}
await Promise.all(Array.from({ length: AT_ONCE }, usher))
await pause(QUIET)
const before = counted()
const started = performance.now()
const served = await Promise.all(members.map((member) => member.cut()))
const wall = (performance.now() - started) / 1000
await pause(AFTERMATH)
const after = counted()
const weathered: Weathered = {
  wall,
  snapshots: served.filter((kind) => kind === 'snapshot').length,
  refusals: after.refusals - before.refusals,
  attempts: after.attempts - before.attempts,
  losses: after.losses - before.losses - connections,
}
process.send?.(weathered)

function counted() {
  const sum = (count: 'attempts' | 'refusals' | 'losses') => members.reduce((all, member) => all + member[count], 0)
  return { attempts: sum('attempts'), refusals: sum('refusals'), losses: sum('losses') }
}
