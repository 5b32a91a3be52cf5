/**
 * What durability costs in PostgreSQL: actions a second through the room core, beside a bare loop of the very statement by
 * which the log stores a batch; and one action alone. And what it takes to open a long room there.
 */
import type { LogEntry, RoomAppend } from '../../server/rooms/log/room-log.ts'
import { createMemoryStore } from '../../server/stores/memory/create-memory-store.ts'
import { appendStatement } from '../../server/stores/postgres/append-statement.ts'
import type { PackedAppend } from '../../server/stores/sql/packed-append.ts'
import { tryToPack } from '../../server/stores/sql/try-to-pack.ts'
import type { Store } from '../../server/stores/store.ts'
import { type OpenedLog, openLog, openRoom } from '../stores/postgres/opened-log.ts'
import { hasPostgres, NO_POSTGRES, type PostgresServer, startServer } from '../support/postgres.ts'
import { oneByOne, QUIET, ROOMS, throughput } from './support/busy-rooms.ts'
import { line } from './support/talk.ts'
import { percentile, type Verdicts } from './support/verdicts.ts'

const RAW_BATCHES = 50
/** How often both are measured in turns: a machine is not as fast at one time as at another. */
const ROUNDS = 3
/** As a full batch of the core's: so many entries, of some in each room. */
const ENTRIES_OF_A_ROOM = 2
/** The room that is opened: so many commits, stored so many at once, of which its state shows the newest. */
const COMMITS = 100_000
const STORED_AT_ONCE = 200
const SHOWN = 200

export async function benchPostgres(verdicts: Verdicts): Promise<void> {
  verdicts.title('Durable actions in PostgreSQL (fsync and synchronous_commit on)')
  if (!hasPostgres()) {
    verdicts.tell('skipped', NO_POSTGRES)
    return
  }
  const server = await startServer({ fsync: true })
  const open = () => openStore(server)
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await bareLoop(server)
    verdicts.tell(
      `bare loop of the statement, ${ROOMS * ENTRIES_OF_A_ROOM} actions each`,
      `${Math.round(bare)} actions/s`,
    )
    const { perSecond } = await throughput(open)
    verdicts.tell(`through the room core, ${ROOMS} rooms`, `${Math.round(perSecond)} actions/s`)
    ratios.push(perSecond / bare)
  }
  const ratio = percentile(ratios, 0.5)
  verdicts.judge('the core beside the loop, median', `${ratio.toFixed(2)} × bare`, ratio >= 0.7, '≥ 0.7 × bare')
  verdicts.tell('one action after quiet, p50', `${(await oneByOne(open, QUIET)).toFixed(2)} ms`)
  const opening = await openingLongRoom(server)
  verdicts.judge(
    `opening a room of ${COMMITS} commits, by a server that has just come`,
    `${percentile(opening, 0.5).toFixed(1)} ms (${opening.map((ms) => ms.toFixed(0)).join(', ')})`,
    percentile(opening, 0.5) <= 100,
    '≤ 100 ms',
  )
}

/** The milliseconds that it takes each of some servers that have just come to the database. */
async function openingLongRoom(server: PostgresServer): Promise<readonly number[]> {
  const { log, url, close } = await openFreshLog(server)
  const { term } = await openRoom(log, 'long')
  for (let base = 0; base < COMMITS; base += STORED_AT_ONCE) {
    const entries = Array.from({ length: STORED_AT_ONCE }, (_, index) => shownEntry(base + index + 1))
    const [outcome] = await log.append([{ roomId: 'long', term, base, rules: 1, entries }])
    if (outcome?.ok !== true) throw new Error('the room’s commits were not stored', { cause: outcome })
  }
  await log.snapshotsMade()
  await close()
  const times: number[] = []
  for (let time = 0; time < 5; time++) {
    const next = await openLog({ url })
    // A server has its connections before anybody asks for a room.
    await next.pool.query('SELECT 1')
    const started = performance.now()
    const { version } = await openRoom(next.log, 'long')
    times.push(performance.now() - started)
    if (version !== COMMITS) throw new Error(`the room is at ${version}`)
    await next.close()
  }
  return times
}

/** A message that the room's state shows as long as it is one of the newest. */
function shownEntry(version: number): LogEntry {
  const entry = rawEntry(version, 0)
  const message = { id: version, sender: 'user:0', ...line(version), at: Date.now() }
  const begins = [
    ['set', ['$room', 'started'], true],
    ['set', ['messages'], []],
  ]
  const patches = [
    ...(version === 1 ? begins : []),
    ['splice', ['messages'], Math.min(version - 1, SHOWN), 0, [message]],
    ...(version > SHOWN ? [['splice', ['messages'], 0, 1, []]] : []),
  ]
  return { ...entry, commit: entry.commit && { ...entry.commit, patches: JSON.stringify(patches) } }
}

/** A store whose log alone is in PostgreSQL: nothing else is written while rooms are busy. */
async function openStore(server: PostgresServer): Promise<{ store: Store; remove(): void }> {
  const opened = await openFreshLog(server)
  const memory = createMemoryStore()
  return { store: { ...memory, log: opened.log, close: () => opened.close() }, remove: () => undefined }
}

async function openFreshLog(server: PostgresServer): Promise<OpenedLog> {
  return openLog({ url: await server.freshDatabase(), empty: true })
}

/** Actions a second that PostgreSQL takes by the log's own statement, one batch after the other. */
async function bareLoop(server: PostgresServer): Promise<number> {
  const { log, pool, close } = await openFreshLog(server)
  const terms = new Map<string, number>()
  for (let room = 0; room < ROOMS; room++) terms.set(`R:${room}`, (await openRoom(log, `R:${room}`)).term)
  const batches = Array.from({ length: RAW_BATCHES }, (_, index) => rawBatch(terms, index * ENTRIES_OF_A_ROOM))
  const client = await pool.connect()
  const started = performance.now()
  for (const batch of batches) {
    const { rows } = await client.query(appendStatement(batch, Number.MAX_SAFE_INTEGER))
    if (rows.some(({ outgrown }) => outgrown !== false)) throw new Error('not all of the batch was stored')
  }
  const seconds = (performance.now() - started) / 1000
  client.release()
  await close()
  return (RAW_BATCHES * ROOMS * ENTRIES_OF_A_ROOM) / seconds
}

function rawBatch(terms: ReadonlyMap<string, number>, base: number): PackedAppend[] {
  return [...terms].map(([roomId, term]) => {
    const entries = Array.from({ length: ENTRIES_OF_A_ROOM }, (_, index) => rawEntry(base + index + 1, index))
    const append: RoomAppend = { roomId, term, base, rules: 1, entries }
    const packed = tryToPack(append)
    if (packed instanceof Error) throw packed
    return packed
  })
}

/** An action as the core would store it. */
function rawEntry(version: number, client: number): LogEntry {
  const user = { id: `user:${client}`, name: `user:${client}` }
  const message = { id: version, sender: user.id, ...line(version), at: Date.now() }
  const patches = JSON.stringify([['splice', ['messages'], version, 0, [message]]])
  const made = { kind: 'action', user, name: 'say', payload: JSON.stringify(line(version)), kept: true } as const
  const at = Date.now()
  return {
    commit: { ...made, version, at, patches },
    answer: {
      ...{ user: user.id, client: `client:${client}`, seq: version, digest: 'digest', at },
      answer: { ok: true, version, result: { id: version } },
      confirmed: version - 1,
    },
  }
}
