/**
 * What durability costs: actions a second through the room core onto a disk, beside a bare insert loop; one action
 * alone; and how far behind the event loop is meanwhile, beside an idle process's.
 */
import Database from 'libsql'
import { BEAT } from '../../server/rooms/log/committer.ts'
import { oneByOne, QUIET, ROOMS, throughput } from './support/busy-rooms.ts'
import { line } from './support/talk.ts'
import { openStore, temporaryFolder } from './support/temporary-store.ts'
import type { Verdicts } from './support/verdicts.ts'

const RAW_BATCHES = 150
const RAW_BATCH = 200

export async function benchDurable(verdicts: Verdicts): Promise<void> {
  verdicts.title('Durable actions in one process (synchronous=FULL)')
  const raw = rawInserts()
  verdicts.tell(`bare insert loop, ${RAW_BATCH} rows a transaction`, `${Math.round(raw)} rows/s`)
  const { perSecond, ours, idle } = await throughput(open)
  verdicts.judge(
    `through the room core, ${ROOMS} rooms`,
    `${Math.round(perSecond)} actions/s = ${(perSecond / raw).toFixed(2)} × bare`,
    perSecond >= 20_000 || perSecond >= 0.5 * raw,
    '≥ 20,000 or ≥ 0.5 × bare',
  )
  const above = ours.p99 - idle.p99
  const delay = `${ours.p99.toFixed(1)} ms, idle ${idle.p99.toFixed(1)} ms`
  verdicts.judge('event loop’s delay meanwhile, p99', delay, above <= 20, '≤ 20 ms above an idle process')
  const alone = await oneByOne(open, QUIET)
  verdicts.judge('one action after quiet, p50', `${alone.toFixed(2)} ms`, alone <= 5, '≤ 5 ms')
  const lively = await oneByOne(open, 2)
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

async function open() {
  const { folder, remove } = temporaryFolder()
  return { store: await openStore(folder), remove }
}
