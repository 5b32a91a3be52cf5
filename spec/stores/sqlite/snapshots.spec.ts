import { expect } from 'chai'
import fc from 'fast-check'
import { replayRoom } from '../../../server/stores/sqlite/data-tools.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { UnreachableVersionError } from '../../../server/stores/sqlite/replay-room.ts'
import { anyMove, comparable, type Move, RoomModel } from '../../../server/testing/suites/room-model.ts'
import { withDatabase } from './crash-image.ts'
import { openRoom, openStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const say = (text: string): Move => ({ kind: 'say', text })

interface Row {
  readonly version: number
}

for (const keepLog of [false, true]) {
  describe(`snapshots, with ${keepLog ? 'the whole log kept' : 'what they supersede dropped'}`, () => {
    const folder = temporaryFolder()
    let store: SqliteStore
    let rooms = 0
    before(async () => {
      store = await openStore({ folder, keepLog, snapshotAfter: 1 })
    })
    after(() => store.close())

    const newRoom = () => new RoomModel(`R:${++rooms}`)

    function rowsOf<Found>(room: RoomModel, columns: string, table: string): Found[] {
      const sql = `SELECT ${columns} FROM ${table} WHERE room = (SELECT room FROM heads WHERE id = ?) ORDER BY version`
      return withDatabase(folder, (connection) => connection.prepare<Found>(sql).all([room.roomId]))
    }
    const snapshotsOf = (room: RoomModel) =>
      rowsOf<{ version: number; state: string }>(room, 'version, state', 'snapshots')

    /** Replays every version: each is as it was, or the log says from which version on it reaches. */
    async function checkReplay(room: RoomModel, from: number): Promise<void> {
      for (const [version, document] of room.documents.entries()) {
        const replayed = await replayRoom(folder, room.roomId, version).catch((error: unknown) => error)
        if (version < from) {
          expect(replayed).to.be.instanceOf(UnreachableVersionError).and.to.include({ from, to: room.version })
          continue
        }
        const { $room, ...state } = JSON.parse(document)
        expect(replayed).to.deep.equal({ version, room: $room, ...($room.started && { state }) })
      }
    }

    it('[P3] are exactly the state at their version, whatever is stored meanwhile', async () => {
      const step = fc.record({ moves: fc.array(anyMove, { minLength: 1, maxLength: 12 }), waits: fc.boolean() })
      let made = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
          const room = newRoom()
          let { term } = await openRoom(store.log, room.roomId)
          for (const { moves, waits } of steps) {
            expect(await store.log.append([room.append(term, moves)])).to.deep.equal([{ ok: true }])
            if (!waits) continue
            await store.snapshotsMade()
            const opened = await openRoom(store.log, room.roomId)
            expect(comparable(opened)).to.deep.equal(room.expected)
            expect(opened.commits).to.deep.equal(room.commits.slice(room.version - opened.commits.length))
            term = opened.term
          }
          await store.snapshotsMade()
          const snapshots = snapshotsOf(room)
          made += snapshots.length
          for (const { version, state } of snapshots) expect(state).to.equal(room.documents[version])
          const [first] = rowsOf<Row>(room, 'version', 'commits')
          const whole = (first?.version ?? 1) === 1
          await checkReplay(room, keepLog || whole ? 0 : (snapshots[0]?.version ?? 0))
        }),
        { numRuns: 25 },
      )
      expect(made).to.be.greaterThan(10)
    })

    it('leave the actions that are kept, and one snapshot’s age of patches for those who return', async () => {
      const room = newRoom()
      const { term } = await openRoom(store.log, room.roomId)
      const snapshotVersions: number[] = []
      for (let round = 0; round < 10; round++) {
        const moves = Array.from(
          { length: 1100 },
          (_, index): Move => (index % 2 ? { kind: 'forget' } : say(`${index}`)),
        )
        await store.log.append([room.append(term, moves)])
        await store.snapshotsMade()
        const newest = snapshotsOf(room).at(-1)?.version
        if (newest !== undefined && newest !== snapshotVersions.at(-1)) snapshotVersions.push(newest)
      }
      const previous = keepLog ? 0 : (snapshotVersions.at(-2) ?? 0)
      expect(snapshotVersions.length).to.be.greaterThan(2)
      expect(snapshotsOf(room).map(({ version }) => version)).to.deep.equal(
        keepLog ? snapshotVersions : snapshotVersions.slice(-1),
      )
      const versions = (table: string) => rowsOf<Row>(room, 'version', table).map(({ version }) => version)
      const made = room.commits.map(({ version }) => version)
      expect(versions('commits')).to.deep.equal(made.filter((version) => version > previous))
      const all = { names: ['say'], before: Number.MAX_SAFE_INTEGER, limit: 10_000 }
      const kept = room.commits.filter((commit) => commit.kept).map(({ version }) => version)
      expect(versions('actions')).to.deep.equal(kept)
      const history = await store.log.history(room.roomId, all)
      expect(history.map(({ version }) => version)).to.deep.equal(kept.reverse())
    })
  })
}

describe('a snapshot that fails', () => {
  it('[P3] is reported, harms no commit, and is made later', async () => {
    const folder = temporaryFolder()
    const reported: unknown[] = []
    const report = (error: unknown) => reported.push(error)
    const store = await openStore({ folder, snapshotAfter: 1, report })
    withDatabase(folder, (connection) =>
      connection.run("CREATE TRIGGER fault BEFORE INSERT ON snapshots BEGIN SELECT RAISE(ABORT, 'no'); END"),
    )
    const room = new RoomModel('R:1')
    const { term } = await openRoom(store.log, room.roomId)
    const texts = Array.from({ length: 50 }, (_, index) => say(`${index}`))
    expect(await store.log.append([room.append(term, texts)])).to.deep.equal([{ ok: true }])
    await store.snapshotsMade()
    expect(reported.map(String)).to.deep.equal(['SqliteError: no'])
    withDatabase(folder, (connection) => connection.run('DROP TRIGGER fault'))
    expect(await store.log.append([room.append(term, [say('again')])])).to.deep.equal([{ ok: true }])
    await store.snapshotsMade()
    const count = withDatabase(folder, (connection) => connection.prepare('SELECT count(*) AS n FROM snapshots').all())
    expect(count).to.deep.equal([{ n: 1 }])
    expect(comparable(await openRoom(store.log, room.roomId))).to.deep.equal(room.expected)
    expect(reported).to.have.length(1)
    await store.close()
  })
})
