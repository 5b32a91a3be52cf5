/**
 * Has 400 users come to 100 rooms, count there, go, and lose their connections, and prints what became of the server's
 * memory and of what was acknowledged. Ends with 1 when memory rises by more than 1 MB a minute, or anything was lost,
 * doubled or refused.   npm run soak -- [--minutes 30]
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once, setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { tokenOf } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import { temporaryFolder } from '../bench/support/temporary-store.ts'
import { Verdicts } from '../bench/support/verdicts.ts'
import type { Asked, Memory } from './server.ts'
import { slope } from './slope.ts'
import { SoakUser } from './soak-user.ts'
import type { tally } from './tally.ts'

const USERS = 400
const ROOMS = 100
/** One user in so many has a page, which looks at the list of rooms. */
const PAGES = 10
/** Of all connections, the share that is cut at a time, and how often, in milliseconds. */
const CUT = { share: 0.05, every: 3000 }
const SAMPLE_EVERY = 2000
/** The share of the time before memory is judged, of 1. */
const WARM_UP = 0.3

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } })
const minutes = Number(values.minutes)
if (!(minutes > 0)) throw new Error(`--minutes is no number above 0: ${values.minutes}`)

const verdicts = new Verdicts()
const { folder, remove } = temporaryFolder()
const server = spawn(
  process.execPath,
  ['--expose-gc', '--import', 'tsx', fileURLToPath(new URL('server.ts', import.meta.url)), folder, String(ROOMS)],
  { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
)
try {
  const [url] = (await once(server, 'message')) as [string]
  verdicts.title(`${USERS} users in ${ROOMS} rooms for ${minutes} minutes`)
  const users = Array.from({ length: USERS }, (_, index) => new SoakUser(`user-${index}`, ROOMS, index % PAGES === 0))
  const { samples, failures } = await soak(url, users)
  judgeMemory(samples)
  await judgeTallies(url, users, failures)
  for (const user of users) user.close()
} finally {
  server.kill('SIGKILL')
  remove()
}
process.exit(verdicts.missed > 0 ? 1 : 0)

interface Sample extends Memory {
  /** In minutes since the start. */
  readonly at: number
}

async function soak(url: string, users: readonly SoakUser[]): Promise<{ samples: Sample[]; failures: unknown[] }> {
  const over = new AbortController()
  setMaxListeners(users.length, over.signal)
  const failures: unknown[] = []
  const started = performance.now()
  const running = users.map((user) => user.run(url, over.signal).catch((error: unknown) => failures.push(error)))
  const cutting = setInterval(() => ask(server, { cut: Math.round(CUT.share * USERS) }), CUT.every)
  const samples: Sample[] = []
  while (performance.now() - started < minutes * 60_000) {
    await pause(SAMPLE_EVERY)
    ask(server, 'memory')
    const [memory] = (await once(server, 'message')) as [Memory]
    samples.push({ ...memory, at: (performance.now() - started) / 60_000 })
  }
  clearInterval(cutting)
  over.abort()
  await Promise.all(running)
  return { samples, failures }
}

function ask(child: ChildProcess, asked: Asked): void {
  child.send(asked)
}

function judgeMemory(samples: readonly Sample[]): void {
  const judged = samples.filter(({ at }) => at >= WARM_UP * minutes)
  const [first, last] = [judged[0], judged.at(-1)]
  const live = slope(judged.map(({ at, live }) => [at, live]))
  const resident = slope(judged.map(({ at, resident }) => [at, resident]))
  const mb = (value = Number.NaN): string => `${value.toFixed(1)} MB`
  verdicts.tell('memory that lives, after the warm-up and at the end', `${mb(first?.live)}, ${mb(last?.live)}`)
  verdicts.tell('memory of the process', `${mb(first?.resident)}, ${mb(last?.resident)}, ${resident.toFixed(2)} MB/min`)
  verdicts.judge('memory that lives, its slope', `${live.toFixed(2)} MB/min`, live <= 1, '≤ 1 MB/min')
}

/** Holds what the rooms hold against what was acknowledged. */
async function judgeTallies(url: string, users: readonly SoakUser[], failures: readonly unknown[]): Promise<void> {
  const sum = (pick: (user: SoakUser) => number): number => users.reduce((total, user) => total + pick(user), 0)
  const judge = { token: tokenOf('judge'), socket: { forceNew: true }, list: false }
  const lobby = await connect<typeof tally>(url, 'tally', judge)
  let wrong = 0
  let differing = 0
  for (let index = 0; index < ROOMS; index++) {
    const room = await lobby.enter(`R:${index}`)
    wrong += room.state?.wrong ?? 0
    for (const user of users) {
      if ((room.state?.last[user.id] ?? 0) !== (user.acknowledged.get(room.id) ?? 0)) differing++
    }
    await room.leave()
  }
  lobby.close()
  const [acts, losses] = [sum((user) => user.acts), sum((user) => user.losses)]
  verdicts.tell('actions acknowledged, rooms entered', `${acts}, ${sum((user) => user.joins)}`)
  verdicts.judge('connections that were lost and came back', `${losses}`, losses > 0, 'some')
  verdicts.judge('users whose count differs in a room', `${differing}`, differing === 0, 'none')
  verdicts.judge('actions lost, doubled or out of order', `${wrong}`, wrong === 0, 'none')
  verdicts.judge(
    'users who were refused',
    `${failures.length}${failures[0] ? `: ${failures[0]}` : ''}`,
    failures.length === 0,
    'none',
  )
}
