import { expect } from 'chai'
import fc from 'fast-check'
import { anyMove, comparable, type Move, RoomModel } from '../../../server/testing/suites/room-model.ts'
import { describeOnPostgres } from '../../support/postgres.ts'
import { type OpenedLog, openLog, openRoom } from './opened-log.ts'

const say = (text: string): Move => ({ kind: 'say', text })

for (const keepLog of [false, true]) {
  describeOnPostgres(
    `snapshots in PostgreSQL, with ${keepLog ? 'the whole log kept' : 'what they supersede dropped'}`,
    () => {
      let opened: OpenedLog
      let rooms = 0
      before(async () => {
        opened = await openLog({ keepLog, snapshotAfter: 1 })
      })
      after(() => opened.close())

      const newRoom = () => new RoomModel(`R:${++rooms}`)
      async function rowsOf(room: RoomModel, table: 'snapshots' | 'commits' | 'actions') {
        const { rows } = await opened.pool.query(
          `SELECT * FROM ${table} WHERE room = (SELECT room FROM heads WHERE id = $1) ORDER BY version`,
          [room.roomId],
        )
        return rows as { version: number; state: string }[]
      }

      it('[P3] are exactly the state at their version, whatever is stored meanwhile', async () => {
        const step = fc.record({ moves: fc.array(anyMove, { minLength: 1, maxLength: 12 }), waits: fc.boolean() })
        let made = 0
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
            const room = newRoom()
            let { term } = await openRoom(opened.log, room.roomId)
            for (const { moves, waits } of steps) {
              expect(await opened.log.append([room.append(term, moves)])).to.deep.equal([{ ok: true }])
              if (!waits) continue
              await opened.log.snapshotsMade()
              const stored = await openRoom(opened.log, room.roomId)
              expect(comparable(stored)).to.deep.equal(room.expected)
              expect(stored.commits).to.deep.equal(room.commits.slice(room.version - stored.commits.length))
              term = stored.term
            }
            await opened.log.snapshotsMade()
            const snapshots = await rowsOf(room, 'snapshots')
            made += snapshots.length
            for (const { version, state } of snapshots) expect(state).to.equal(room.documents[version])
          }),
          { numRuns: 10 },
        )
        expect(made).to.be.greaterThan(4)
      })

      it('leave the actions that are kept, and one snapshot’s age of patches for those who return', async () => {
        const room = newRoom()
        const { term } = await openRoom(opened.log, room.roomId)
        const made: number[] = []
        for (let round = 0; round < 5; round++) {
          const moves = Array.from(
            { length: 1100 },
            (_, index): Move => (index % 2 ? { kind: 'forget' } : say(`${index}`)),
          )
          await opened.log.append([room.append(term, moves)])
          await opened.log.snapshotsMade()
          const newest = (await rowsOf(room, 'snapshots')).at(-1)?.version
          if (newest !== undefined && newest !== made.at(-1)) made.push(newest)
        }
        expect(made.length).to.be.greaterThan(1)
        const previous = keepLog ? 0 : (made.at(-2) ?? 0)
        const versions = async (table: 'snapshots' | 'commits' | 'actions') =>
          (await rowsOf(room, table)).map(({ version }) => version)
        expect(await versions('snapshots')).to.deep.equal(keepLog ? made : made.slice(-1))
        const all = room.commits.map(({ version }) => version)
        expect(await versions('commits')).to.deep.equal(all.filter((version) => version > previous))
        const kept = room.commits.filter((commit) => commit.kept).map(({ version }) => version)
        expect(await versions('actions')).to.deep.equal(kept)
        expect(comparable(await openRoom(opened.log, room.roomId))).to.deep.equal(room.expected)
      })
    },
  )
}

describeOnPostgres('a snapshot in PostgreSQL that fails', () => {
  it('[P3] is reported, harms no commit, and is made later', async () => {
    const reported: unknown[] = []
    const { log, pool, close } = await openLog({ snapshotAfter: 1, report: (error) => reported.push(error) })
    await pool.query('ALTER TABLE snapshots ADD CONSTRAINT fault CHECK (version < 0)')
    const room = new RoomModel('R:1')
    const { term } = await openRoom(log, room.roomId)
    expect(
      await log.append([
        room.append(
          term,
          Array.from({ length: 50 }, (_, index) => say(`${index}`)),
        ),
      ]),
    ).to.deep.equal([{ ok: true }])
    await log.snapshotsMade()
    expect(reported.map(String)).to.have.length(1)
    expect(String(reported[0])).to.contain('fault')
    await pool.query('ALTER TABLE snapshots DROP CONSTRAINT fault')
    expect(await log.append([room.append(term, [say('again')])])).to.deep.equal([{ ok: true }])
    await log.snapshotsMade()
    expect((await pool.query('SELECT count(*) AS n FROM snapshots')).rows).to.deep.equal([{ n: 1 }])
    expect(comparable(await openRoom(log, room.roomId))).to.deep.equal(room.expected)
    await close()
  })
})
