import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect } from 'chai'
import type { AppendOutcome } from '../../../server/rooms/log/room-log.ts'
import { openConnection } from '../../../server/stores/sqlite/connection.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { comparable, type Move, RoomModel } from '../../../server/testing/suites/room-model.ts'
import { withDatabase } from './crash-image.ts'
import { openRoom, openStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const say = (text: string): Move => ({ kind: 'say', text })

/** Outcomes in short: `ok`, `conflict`, or the error's code or class. */
function told(outcomes: readonly AppendOutcome[]): string[] {
  return outcomes.map((outcome) => {
    if (outcome.ok) return 'ok'
    if (outcome.reason === 'conflict') return 'conflict'
    const { code, name } = outcome.error as { code?: string; name: string }
    return code ?? name
  })
}

describe('a log whose disk or thread fails', () => {
  const folder = temporaryFolder()
  const threads: Worker[] = []
  let store: SqliteStore
  let rooms = 0

  before(async () => {
    const remember = (thread: Worker) => threads.push(thread)
    process.on('worker', remember)
    // About 400 KB, and little patience with others' locks.
    store = await openStore({ folder, pragmas: ['max_page_count=100'], patience: 100 })
    process.off('worker', remember)
  })
  after(() => store.close())

  async function startedRoom() {
    const room = new RoomModel(`R:${++rooms}`)
    const { term } = await openRoom(store.log, room.roomId)
    await store.log.append([room.append(term, [say('start')])])
    return { room, term }
  }
  const at = async ({ roomId }: RoomModel) => comparable(await openRoom(store.log, roomId))

  it('[P5] a room that can’t be stored harms no other room’s commit', async () => {
    withDatabase(folder, (connection) =>
      connection.run(`CREATE TRIGGER fault BEFORE INSERT ON commits WHEN new.name = 'delete'
        BEGIN SELECT RAISE(ABORT, 'this room has a fault'); END`),
    )
    const [one, faulty, other] = [await startedRoom(), await startedRoom(), await startedRoom()]
    const before = faulty.room.expected
    const outcomes = await store.log.append([
      one.room.append(one.term, [say('one')]),
      faulty.room.append(faulty.term, [say('gone with the next'), { kind: 'delete', key: 'a' }]),
      new RoomModel(other.room.roomId).append(other.term, [say('stale')]),
      other.room.append(other.term, [say('other')]),
    ])
    expect(told(outcomes)).to.deep.equal(['ok', 'SQLITE_CONSTRAINT_TRIGGER', 'conflict', 'ok'])
    expect(await at(one.room)).to.deep.equal(one.room.expected)
    expect(await at(faulty.room)).to.deep.equal(before)
    expect(await at(other.room)).to.deep.equal(other.room.expected)
  })

  it('[P3] a full disk takes what fits, loses nothing, and what doesn’t fit is said', async () => {
    const [small, huge] = [await startedRoom(), await startedRoom()]
    const before = huge.room.expected
    const outcomes = await store.log.append([
      huge.room.append(huge.term, [say('x'.repeat(1_000_000))]),
      small.room.append(small.term, [say('small')]),
    ])
    expect(told(outcomes)).to.deep.equal(['SQLITE_FULL', 'ok'])
    expect(await at(huge.room)).to.deep.equal(before)
    expect(await at(small.room)).to.deep.equal(small.room.expected)
  })

  it('[P3] fails as long as somebody else has it locked, and works again afterwards', async () => {
    const { room, term } = await startedRoom()
    const before = room.expected
    const append = room.append(term, [say('later')])
    await withLock(folder, async () => {
      expect(told(await store.log.append([append, append]))).to.deep.equal(['SQLITE_BUSY', 'SQLITE_BUSY'])
    })
    const opened = await openRoom(store.log, room.roomId)
    expect(comparable(opened)).to.deep.equal(before)
    expect(told(await store.log.append([{ ...append, term: opened.term }]))).to.deep.equal(['ok'])
    expect(await at(room)).to.deep.equal(room.expected)
  })

  it('[P3] starts its thread again when it dies, and says that the fate of what was under way is unknown', async () => {
    const { room, term } = await startedRoom()
    const before = room.expected
    const append = room.append(term, [say('under way')])
    // No request: the thread stumbles over it. (To terminate it from outside, in a call of SQLite's, ends the process.)
    threads[0]?.postMessage(undefined)
    const dying: unknown = await store.log.append([append]).catch((error: unknown) => error)
    expect(dying).to.include({ name: 'StoreError', code: 'UNUSABLE' })
    const opened = await openRoom(store.log, room.roomId)
    expect(comparable(opened)).to.deep.equal(before)
    expect(told(await store.log.append([{ ...append, term: opened.term }]))).to.deep.equal(['ok'])
    expect(await at(room)).to.deep.equal(room.expected)
  })

  it('[P2] stores no commits that don’t follow each other', async () => {
    const { room, term } = await startedRoom()
    const before = room.expected
    const { entries, ...append } = room.append(term, [say('two'), say('three'), say('four')])
    const gap = { ...append, entries: entries.filter((_, index) => index !== 1) }
    const fine = await startedRoom()
    const outcomes = await store.log.append([gap, fine.room.append(fine.term, [say('two')])])
    expect(told(outcomes)).to.deep.equal(['RangeError', 'ok'])
    expect(await at(room)).to.deep.equal(before)
  })

  it('stores what was handed in, whatever becomes of its objects meanwhile', async () => {
    const { room, term } = await startedRoom()
    const append = room.append(term, [{ kind: 'set', key: 'a', value: { deep: [1] } }])
    const storing = store.log.append([append])
    Object.assign(append.entries[0]?.commit ?? {}, { patches: '[]' })
    expect(told(await storing)).to.deep.equal(['ok'])
    expect(await at(room)).to.deep.equal(room.expected)
  })
})

/** Does something while another connection has the database locked. */
async function withLock(folder: string, work: () => Promise<void>): Promise<void> {
  const other = openConnection(join(folder, 'soc-draw.db'))
  other.run('BEGIN IMMEDIATE')
  try {
    await work()
  } finally {
    other.run('ROLLBACK')
    other.close()
  }
}
