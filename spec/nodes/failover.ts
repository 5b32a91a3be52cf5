/**
 * How long users wait when a node is gone: `failover.ts [--kills NUMBER]`. Kills the owner of rooms under load again and
 * again, then has nodes drain, then restarts all three in turn. Prints each figure beside its target, and ends with 1 when one
 * is missed.
 */
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { seededRandom } from '../../server/rooms/seeded-random.ts'
import { percentile, Verdicts } from '../bench/support/verdicts.ts'
import { CrashBot, type Manner } from '../crash/crash-bot.ts'
import { judge } from '../crash/judge.ts'
import { Cluster } from './cluster.ts'
import { oneOf } from './faults.ts'
import { Gaps } from './gaps.ts'
import { ROOMS } from './rooms.ts'

const { values } = parseArgs({ options: { kills: { type: 'string' } } })
const KILLS = Number(values.kills ?? 100)
const BOTS = 18
const MANNER: Manner = { rest: 150, delays: { reconnectionDelay: 50, reconnectionDelayMax: 300, timeout: 2000 } }
/** How long a room may stand still at all before it is given up here, in milliseconds. */
const GIVEN_UP_AFTER = 30_000

const verdicts = new Verdicts()
const cluster = await Cluster.open({ places: 3, nodes: 3 })
const bots: CrashBot[] = []
try {
  for (let index = 0; index < BOTS; index++)
    bots.push(await CrashBot.enter(cluster.front.url, `bot-${index + 1}`, ROOMS[index % ROOMS.length] ?? '', MANNER))
  for (const bot of bots) bot.start()
  await kills()
  await drains()
  await judgeAll()
} finally {
  for (const bot of bots) bot.close()
  await cluster.close()
}
process.stdout.write(`\n${verdicts.missed} of the targets missed\n`)
process.exitCode = verdicts.missed > 0 ? 1 : 0

/** From the end of a room's owner to the first action in it that is acknowledged after that. */
async function kills(): Promise<void> {
  verdicts.title(`SIGKILL of a room’s owner under load, ${KILLS} times`)
  const random = seededRandom([1, 2, 3, 4])
  const took: number[] = []
  while (took.length < KILLS) {
    const room = oneOf(ROOMS, random)
    const owner = await cluster.ownerOf(room)
    if (!owner) {
      await setTimeout(50)
      continue
    }
    await owner.kill()
    took.push(await untilAcknowledged(room))
    await owner.start()
    await setTimeout(500 * random())
  }
  const at = (share: number) => percentile(took, share)
  verdicts.judge('first new acknowledgement, p50', `${at(0.5)} ms`, at(0.5) <= 3500, '≤ 3500 ms')
  verdicts.judge('p99', `${at(0.99)} ms`, at(0.99) <= 5000, '≤ 5000 ms')
}

/** Each node stops in order and is started anew, one after the other, twice: nobody hears of an error, no room stands still for long. */
async function drains(): Promise<void> {
  verdicts.title('All three nodes restarted in turn, twice, under load')
  const gaps = new Gaps(bots)
  gaps.begin()
  for (const node of [...cluster.nodes, ...cluster.nodes]) {
    const before = performance.now()
    const { code } = await node.stop()
    verdicts.judge('a drained node ends', `${Math.round(performance.now() - before)} ms, with ${code}`, code === 0, '0')
    await node.start()
    await setTimeout(1000)
  }
  const longest = gaps.end()
  verdicts.judge('longest time without an acknowledgement in a room', `${longest} ms`, longest <= 500, '≤ 500 ms')
}

async function judgeAll(): Promise<void> {
  await Promise.all(bots.map((bot) => bot.finish()))
  const violations = bots.flatMap(({ wrong }) => wrong)
  for (const room of ROOMS) {
    violations.push(...(await judge(cluster.front.url, room, bots)), ...(await cluster.database.judgeLog(room)))
  }
  for (const violation of violations.slice(0, 10)) process.stdout.write(`${violation}\n`)
  verdicts.judge('errors, and what was lost or doubled', `${violations.length}`, violations.length === 0, '0')
}

async function untilAcknowledged(room: string): Promise<number> {
  const begun = performance.now()
  const here = bots.filter(({ roomId }) => roomId === room)
  const count = () => here.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0)
  // What was on its way when the owner ended is no new one.
  await setTimeout(20)
  const before = count()
  while (count() === before) {
    if (performance.now() - begun > GIVEN_UP_AFTER) throw new Error(`${room} does not go on`)
    await setTimeout(5)
  }
  return Math.round(performance.now() - begun)
}
