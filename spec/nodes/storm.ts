import { setTimeout } from 'node:timers/promises'
import { seededRandom } from '../../server/rooms/seeded-random.ts'
import { CrashBot, type Manner } from '../crash/crash-bot.ts'
import { judge } from '../crash/judge.ts'
import { Cluster } from './cluster.ts'
import { FAULTS, type Scene } from './faults.ts'
import { Game } from './game.ts'
import { OwnerWatch } from './owner-watch.ts'
import { ROOMS } from './rooms.ts'

const BOTS = 20
/** How far the nodes' clocks go wrong: two minutes apart, and more. */
const SHIFTS = [0, 120_000, -120_000, 60_000]
/** Not so hurried that the machine has no time left for what is to be seen. */
const MANNER: Manner = { rest: 60, delays: { reconnectionDelay: 50, reconnectionDelayMax: 300, timeout: 2000 } }
/** How long after a fault is over each room must go on, in milliseconds. */
const GOES_ON_WITHIN = 20_000
/** How long after the last fault all must be answered, in milliseconds. */
const ANSWERED_WITHIN = 30_000
/** How much of the time between two faults is quiet at most, in milliseconds. */
const QUIET = 800

export interface StormOptions {
  /** How many faults; each kind comes once before any comes again. */
  readonly faults: number
  readonly seed: number
  /** How long a node that stands still does so, in milliseconds. */
  readonly frozen: number
  /** Is told what goes on. */
  say(line: string): void
}

export interface StormReport {
  readonly acknowledged: number
  readonly terms: number
  readonly words: number
  readonly front: string
  /** Everything that should not have been, in words. */
  readonly violations: readonly string[]
}

/**
 * Has bots act in rooms on all nodes while nodes, connections, Redis and the database fail; and compares what they were
 * told and shown with what the database holds in the end.
 */
export async function storm(options: StormOptions): Promise<StormReport> {
  const cluster = await Cluster.open({ places: 4, nodes: 3, shifts: SHIFTS })
  const watch = new OwnerWatch(cluster.database)
  const bots: CrashBot[] = []
  const game = new Game(cluster.front.url)
  const violations: string[] = []
  try {
    for (let index = 0; index < BOTS; index++)
      bots.push(await CrashBot.enter(cluster.front.url, `bot-${index + 1}`, ROOMS[index % ROOMS.length] ?? '', MANNER))
    await game.begin()
    for (const bot of bots) bot.start()
    watch.begin()
    await blow(options, { cluster, bots, violated: (what) => violations.push(what) })
    violations.push(...(await answered(bots)))
    await watch.end()
    violations.push(...watch.violations, ...(await game.end()))
    for (const { name, wrong } of bots) violations.push(...wrong.slice(0, 3).map((what) => `${name} ${what}`))
    for (const room of ROOMS) {
      violations.push(...(await judge(cluster.front.url, room, bots)), ...(await cluster.database.judgeLog(room)))
    }
    const acknowledged = bots.reduce((sum, bot) => sum + bot.acknowledged.length, 0)
    return { acknowledged, terms: watch.terms, words: game.words, front: cluster.front.what, violations }
  } finally {
    await watch.end()
    for (const bot of bots) bot.close()
    game.close()
    await cluster.close()
  }
}

interface Weather extends Pick<Scene, 'cluster' | 'violated'> {
  readonly bots: readonly CrashBot[]
}

async function blow({ faults, seed, frozen, say }: StormOptions, { cluster, bots, violated }: Weather): Promise<void> {
  const random = seededRandom([seed, 1, 1, 1])
  let left: string[] = []
  for (let index = 0; index < faults; index++) {
    if (left.length === 0) left = shuffled(Object.keys(FAULTS), random)
    const name = left.shift() ?? ''
    await setTimeout(random() * QUIET)
    const begun = performance.now()
    await FAULTS[name]?.({ cluster, random, frozen, violated })
    const over = performance.now()
    const stood = await goOn(bots)
    for (const room of stood) violated(`${room} does not go on after: ${name}`)
    for (const node of cluster.nodes) if (node.fell) violated(`a node ended after: ${name}: ${node.said}`)
    for (const node of cluster.nodes) if (node.fell) await node.start()
    const went = Math.round(performance.now() - over)
    say(`${index + 1} ${name}: ${Math.round(over - begun)} ms, all rooms go on after another ${went} ms`)
    // What follows from a violation tells nothing more.
    if (stood.length > 0 || bots.some(({ wrong }) => wrong.length > 0)) break
  }
}

/** Resolves when all that bots made is answered, with those who wait in vain. */
async function answered(bots: readonly CrashBot[]): Promise<string[]> {
  const waiting = new Set(bots)
  const all = bots.map((bot) => bot.finish().then(() => waiting.delete(bot)))
  await Promise.race([Promise.all(all), setTimeout(ANSWERED_WITHIN, undefined, { ref: false })])
  return [...waiting].map(({ name, room }) => {
    const { live, status, version } = room
    return `${name} waits in vain, ${live ? 'live' : 'not live'} in ${room.id}, which is ${status} at ${version}`
  })
}

/** Resolves when an action was acknowledged in every room since it was called, with those rooms in which none was in time. */
async function goOn(bots: readonly CrashBot[]): Promise<string[]> {
  const before = new Map(bots.map((bot) => [bot, bot.acknowledged.length]))
  const still = () =>
    ROOMS.filter((room) => bots.every((bot) => bot.roomId !== room || bot.acknowledged.length === before.get(bot)))
  for (const ends = performance.now() + GOES_ON_WITHIN; still().length > 0 && performance.now() < ends; )
    await setTimeout(20)
  return still()
}

function shuffled(items: readonly string[], random: () => number): string[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
