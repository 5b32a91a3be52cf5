import { expect } from 'chai'
import { moveFolder } from '../../../server/stores/postgres/move-folder.ts'
import { credentials, session } from '../../../server/testing/suites/account-store-suite.ts'
import { RoomModel } from '../../../server/testing/suites/room-model.ts'
import { describeOnPostgres, postgresServer, withConnection } from '../../support/postgres.ts'
import { openStore as openFolder } from '../sqlite/opened-store.ts'
import { temporaryFolder } from '../sqlite/temporary-folder.ts'
import { openStore } from './opened-store.ts'

describeOnPostgres('a folder that is moved into PostgreSQL', () => {
  const ROOMS = 5

  /** A folder with something of everything. */
  async function filled(): Promise<string> {
    const folder = temporaryFolder()
    const store = await openFolder({ folder, snapshotAfter: 1 })
    await store.accounts.addUser(credentials('ada', { roles: ['administrator'] }), { looks: ['l'], alone: true })
    await store.accounts.addSession(session('s1'), 5)
    await store.accounts.addFailure(['k'], 7)
    for (let at = 0; at < ROOMS; at++) {
      const record = {
        id: `R:${at}`,
        name: `o\\'"\u0000 ${at}`,
        application: 'a',
        owner: 'ada',
        users: ['ada', 'ü\ud800'],
      }
      await store.rooms.make(record, 100, { at, by: 'ada', what: 'room.make', room: record.id })
      await store.doors.knock(record.id, { user: { id: 'eve', name: 'Eve' }, at: 1 }, { most: 3, since: 0 })
      const model = new RoomModel(record.id)
      const { term } = await store.log.open(record.id, { epoch: `epoch ${at}`, rules: 1 })
      const append = model.append(term, [{ kind: 'forget' }])
      const more = { alarms: [{ name: 'a', due: 2000, left: 1 }], effects: [{ id: '1', name: 'mail', payload: '1' }] }
      await store.log.append([{ ...append, entries: append.entries.map((entry) => ({ ...entry, ...more })) }])
    }
    await store.snapshotsMade()
    await store.close()
    return folder
  }

  const move = (folder: string, url: string, told: (table: string, rows: number) => void = () => undefined) => {
    const report = (error: unknown) => {
      throw error
    }
    return moveFolder({ folder, url, randomName: () => 'a move', now: () => Date.now(), report, told })
  }

  const everything = async (store: Awaited<ReturnType<typeof openStore>>) => ({
    user: await store.accounts.findCredentials('ada'),
    session: await store.accounts.findSession('hash:s1'),
    failures: await store.accounts.failuresOf(['k']),
    rooms: await store.rooms.list({ after: 0, limit: 100 }),
    audit: await store.audit.entries({ limit: 100 }),
    knocks: await store.doors.knocksOf('R:1', 0),
    pending: await store.rooms.pending({ before: 3000, after: 0, limit: 100, effects: true }),
    logs: await Promise.all(
      Array.from({ length: ROOMS }, (_, at) => store.log.open(`R:${at}`, { epoch: 'another', rules: 1 })),
    ),
  })

  it('is there as it was: accounts, rooms, their logs, alarms, effects, epochs and places', async () => {
    const folder = await filled()
    const url = await (await postgresServer()).freshDatabase()
    const told = new Map<string, number>()
    await move(folder, url, (table, rows) => told.set(table, rows))
    expect([told.get('users'), told.get('rooms'), told.get('heads')]).to.deep.equal([1, ROOMS, ROOMS])
    const [before, after] = [await openFolder({ folder }), await openStore({ url })]
    const expected = await everything(before)
    expect(await everything(after)).to.deep.equal(expected)
    const made = await after.rooms.make({ id: 'new', name: 'New', application: 'a' }, 1)
    expect(made?.position).to.be.greaterThan(Math.max(...expected.rooms.map(({ position }) => position)))
    await Promise.all([before.close(), after.close()])
  })

  it('that breaks off opens for nobody, and is gone on with; another folder, or one into a database in use, is refused', async () => {
    const folder = await filled()
    const url = await (await postgresServer()).freshDatabase()
    const failing = (sql: string) => withConnection(url, async (client) => void (await client.query(sql)))
    await (await openStore({ url })).close()
    await failing('DELETE FROM meta; ALTER TABLE snapshots ADD CONSTRAINT none_yet CHECK (version < 0)')
    const broken = await move(folder, url).catch((error: unknown) => error)
    expect(broken).to.be.instanceOf(Error)
    const opened = await openStore({ url }).catch((error: Error) => error.message)
    expect(opened).to.include('migrate again')
    await failing('ALTER TABLE snapshots DROP CONSTRAINT none_yet')
    await move(folder, url)
    await (await openStore({ url })).close()
    const again = await move(folder, url).catch((error: Error) => error.message)
    expect(again).to.include('has been used already')
  })
})
