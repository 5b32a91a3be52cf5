/** Members who speak in turn at a steady rate, and hear what all of their room say. */
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { percentile } from '../../support/verdicts.ts'
import { roomOf } from '../lobby.ts'
import type { Measured, Ports } from '../server-process.ts'
import { askUsage } from '../usage.ts'
import { arriveAll } from '../wire/arrive.ts'

/** What is to be said. */
export interface Talk {
  readonly members: number
  /** The members are spread over so many rooms; one by default. */
  readonly rooms?: number
  /** Lines a second, of all together. */
  readonly rate: number
  readonly seconds: number
  /** Whether everybody looks at the lobby's list meanwhile. */
  readonly looks?: boolean
}

export interface Talked {
  readonly sent: number
  /** How often somebody got a line, and how often that should have been. */
  readonly delivered: number
  readonly expected: number
  /** The server's processor time for each delivery, in microseconds. */
  readonly microsPerDelivery: number
  /** Milliseconds from saying a line until a member has it. */
  readonly p50: number
  readonly p99: number
  /** The share of its time that the load's own process was busy, of 1. */
  readonly loadBusy: number
}

const TICK = 2
/** Of so many deliveries one is timed: no multiple of a room's members, so that everybody's are. */
const TIMED = 17
const QUIET = 500
const LAST_WORDS = 5000
const MARK = '"t":'

const { wire, port, usagePort, talk }: Ports & { wire: Measured['wire']; talk: Talk } = JSON.parse(
  process.argv[2] ?? '',
)
const { members, rooms = 1, rate, seconds } = talk
const TEXT = 'x'.repeat(40)
let delivered = 0
let latencies: number[] = []

const { members: crowd } = await arriveAll(wire, members, 20, (index) => ({
  port,
  user: `u${index}`,
  room: roomOf(index % rooms),
  looks: talk.looks ?? false,
  heard: count,
}))
await pause(QUIET)
const before = await askUsage(usagePort)
delivered = 0
latencies = []
const idle = performance.eventLoopUtilization()
const sent = await speak()
const loadBusy = performance.eventLoopUtilization(idle).utilization
const expected = (sent * members) / rooms
for (let waited = 0; delivered < expected && waited < LAST_WORDS; waited += 50) await pause(50)
await pause(QUIET)
const { cpu } = await askUsage(usagePort)
const talked: Talked = {
  sent,
  delivered,
  expected,
  microsPerDelivery: ((cpu - before.cpu) * 1000) / delivered,
  p50: percentile(latencies, 0.5),
  p99: percentile(latencies, 0.99),
  loadBusy,
}
process.send?.(talked)

/** Says what is due at each tick. Returns how many lines that were. */
async function speak(): Promise<number> {
  let said = 0
  for (const start = performance.now(); performance.now() - start < seconds * 1000; await pause(TICK)) {
    for (const due = ((performance.now() - start) / 1000) * rate; said < due; said++) {
      crowd[said % members]?.say({ t: Math.round(performance.now() * 1000), text: TEXT })
    }
  }
  return said
}

function count(packet: string): void {
  for (let at = packet.indexOf(MARK); at >= 0; at = packet.indexOf(MARK, at + MARK.length)) {
    delivered++
    if (delivered % TIMED > 0) continue
    const said = Number.parseInt(packet.slice(at + MARK.length, at + MARK.length + 20), 10)
    latencies.push(performance.now() - said / 1000)
  }
}
