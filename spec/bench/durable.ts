/**
 * What durability costs: actions a second through the room core onto a disk, beside a bare insert loop; one action
 * alone; and how far behind the event loop is meanwhile, beside an idle process's.
 */
import Database from 'libsql'
import { BEAT } from '../../server/rooms/log/committer.ts'
import { startBenchCore } from './support/bench-core.ts'
import { type LoopDelay, withLoopDelay } from './support/loop-delay.ts'
import { line, talk } from './support/talk.ts'
import { openStore, temporaryFolder } from './support/temporary-store.ts'
import { percentile, type Verdicts } from './support/verdicts.ts'

const ROOMS = 100
const CLIENTS_OF_A_ROOM = 10
const UNDERWAY_OF_A_CLIENT = 1
const SECONDS = 5
const RAW_BATCHES = 150
const RAW_BATCH = 200
/** After such a time the log commits at once what comes, in milliseconds. */
const QUIET = BEAT + 4

export async function benchDurable(verdicts: Verdicts): Promise<void> {
  verdicts.title('Durable actions in one process (synchronous=FULL)')
  const raw = rawInserts()
  verdicts.tell(`bare insert loop, ${RAW_BATCH} rows a transaction`, `${Math.round(raw)} rows/s`)
  const { perSecond, ours, idle } = await throughput()
  verdicts.judge(
    `through the room core, ${ROOMS} rooms`,
    `${Math.round(perSecond)} actions/s = ${(perSecond / raw).toFixed(2)} × bare`,
    perSecond >= 20_000 || perSecond >= 0.5 * raw,
    '≥ 20,000 or ≥ 0.5 × bare',
  )
  const above = ours.p99 - idle.p99
  const delay = `${ours.p99.toFixed(1)} ms, idle ${idle.p99.toFixed(1)} ms`
  verdicts.judge('event loop’s delay meanwhile, p99', delay, above <= 20, '≤ 20 ms above an idle process')
  const alone = await oneByOne(QUIET)
  verdicts.judge('one action after quiet, p50', `${alone.toFixed(2)} ms`, alone <= 5, '≤ 5 ms')
  const lively = await oneByOne(2)
  verdicts.judge('one after another, p50', `${lively.toFixed(2)} ms`, lively <= BEAT + 5, '≤ 5 ms more than a beat')
}

/** Rows a second that SQLite itself takes, of the size of a commit's. */
function rawInserts(): number {
  const { folder, remove } = temporaryFolder()
  const database = new Database(`${folder}/raw.db`)
  try {
    database.exec('PRAGMA journal_mode=WAL')
    database.exec('PRAGMA synchronous=FULL')
    database.exec(
      'CREATE TABLE rows (room INTEGER, version INTEGER, row TEXT, PRIMARY KEY (room, version)) WITHOUT ROWID',
    )
    const insert = database.prepare('INSERT INTO rows VALUES (?, ?, ?)')
    const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')]
    const row = JSON.stringify([line(1), line(1), 'user:1', 'say', 1_700_000_000_000])
    const started = performance.now()
    for (let batch = 0; batch < RAW_BATCHES; batch++) {
      begin.run()
      for (let index = 0; index < RAW_BATCH; index++) insert.run(index % ROOMS, batch * RAW_BATCH + index, row)
      commit.run()
    }
    return (RAW_BATCHES * RAW_BATCH * 1000) / (performance.now() - started)
  } finally {
    database.close()
    remove()
  }
}

async function throughput(): Promise<{ perSecond: number; ours: LoopDelay; idle: LoopDelay }> {
  const { folder, remove } = temporaryFolder()
  const store = await openStore(folder)
  const roomIds = Array.from({ length: ROOMS }, (_, index) => `R:${index}`)
  const core = await startBenchCore(talk, store, roomIds)
  try {
    const acts = await Promise.all(
      roomIds.flatMap((roomId) =>
        Array.from({ length: CLIENTS_OF_A_ROOM }, (_, index) => core.enter(`user:${index}`, roomId)),
      ),
    )
    let done = 0
    let stopped = false
    const act = async (say: (name: string, payload: unknown) => Promise<void>): Promise<void> => {
      while (!stopped) {
        await say('say', line(done))
        done++
      }
    }
    const acting = acts.flatMap((say) => Array.from({ length: UNDERWAY_OF_A_CLIENT }, () => act(say)))
    await pause(1000)
    const { result, ours, idle } = await withLoopDelay(async () => {
      const [from, started] = [done, performance.now()]
      await pause(SECONDS * 1000)
      return ((done - from) * 1000) / (performance.now() - started)
    })
    stopped = true
    await Promise.all(acting)
    return { perSecond: result, ours, idle }
  } finally {
    await core.stop()
    await store.close()
    remove()
  }
}

/** @param after how long after the last answer each action is made, in milliseconds */
async function oneByOne(after: number): Promise<number> {
  const { folder, remove } = temporaryFolder()
  const store = await openStore(folder)
  const core = await startBenchCore(talk, store, ['R:1'])
  try {
    const say = await core.enter('user:1', 'R:1')
    const times: number[] = []
    for (let index = 0; index < 400; index++) {
      const started = performance.now()
      await say('say', line(index))
      if (index >= 100) times.push(performance.now() - started)
      await pause(after)
    }
    return percentile(times, 0.5)
  } finally {
    await core.stop()
    await store.close()
    remove()
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
