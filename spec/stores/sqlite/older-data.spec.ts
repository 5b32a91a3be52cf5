import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { looksOf } from '../../../server/accounts/looks-of.ts'
import { withDatabase } from './crash-image.ts'
import { openStore, withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Everything in a file as a server of that day left it. */
const OLD = readFileSync(join(import.meta.dirname, 'data-of-2026-11-27.sql'), 'utf8')
/** As a server left it that knew migrations up to `0007-disabled`. */
const AFTER_0007 = readFileSync(join(import.meta.dirname, 'data-of-2026-11-28.sql'), 'utf8')

function oldFolder(data = OLD): string {
  const folder = temporaryFolder()
  withDatabase(folder, (connection) => connection.run(data))
  return folder
}

/** What stands in each table of a folder’s database, in the columns that it has there. */
function rowsIn(folder: string, of?: ReadonlyMap<string, readonly string[]>) {
  return withDatabase(folder, (connection) => {
    const all = (query: string) => connection.prepare<Record<string, unknown>>(query).all()
    const tables = all(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    // What a start notes of itself is no data.
    const names = of
      ? [...of.keys()]
      : tables.map(({ name }) => String(name)).filter((name) => !/^(meta|migr)/.test(name))
    const columns = new Map(
      names.map((name) => [
        name,
        of?.get(name) ?? all(`PRAGMA table_info(${name})`).map((column) => String(column.name)),
      ]),
    )
    const rows = new Map(
      [...columns].map(([name, each]) => [
        name,
        all(`SELECT ${each.join(', ')} FROM ${name} ORDER BY ${each.join(', ')}`),
      ]),
    )
    return { columns, rows }
  })
}

describe('data that an older server left', () => {
  it('is brought forward with all that is in it: its rooms are the host’s, and none is archived', async () => {
    await withStore({ folder: oldFolder() }, async ({ rooms, accounts, log }) => {
      const found = await rooms.list({ origin: 'host', archived: false, after: 0, limit: 10 })
      expect(found.map(({ record, position }) => ({ position, ...record }))).to.deep.equal([
        { position: 1, id: 'R:1', name: 'First Room', application: 'chat' },
        { position: 2, id: 'R:2', name: 'Second Room', application: 'chat', users: ['ann', 'bob'] },
        { position: 3, id: 'R:3', name: 'Third Room', application: 'chat', users: [], players: { max: 5 } },
      ])
      expect(found[1]?.standing).to.deep.equal({ status: 'running', members: 1 })
      const bobs = await rooms.page({ application: 'chat', user: 'bob', after: 0, limit: 10 })
      expect(bobs.map(({ record }) => record.id)).to.deep.equal(['R:1', 'R:2'])
      const second = { application: 'chat', user: 'bob', all: false, search: 'sec', limit: 10 }
      expect((await rooms.search(second)).map(({ record }) => record.id)).to.deep.equal(['R:2'])
      expect((await accounts.findUser('ann'))?.name).to.equal('Ann')
      const room = await log.open('R:2', { epoch: 'new', rules: 1 })
      expect(room).to.deep.include({ version: 2, state: { messages: ['hello'] } })
    })
  })

  it('keeps its accounts, who look as they are called, and their sessions, which end within 90 days of their last use', async () => {
    const folder = oldFolder()
    const day = 24 * 60 * 60 * 1000
    const expiresAt = 2_000_000_000_000
    withDatabase(folder, (connection) => {
      connection.run(`INSERT INTO users VALUES ('u-1', 'ann1', 'Ann', '["administrator"]', '$hash')`)
      connection.run(`INSERT INTO users VALUES ('u-2', 'annl', 'Anl', '[]', '$hash')`)
      connection.run(
        `INSERT INTO sessions (token_hash, id, user, expires_at) VALUES ('hash:s1', 's1', 'u-1', ${expiresAt})`,
      )
    })
    await withStore({ folder }, async ({ accounts }) => {
      const ann = { id: 'u-1', username: 'ann1', name: 'Ann', roles: ['administrator'] }
      expect(await accounts.findCredentials('ann1')).to.deep.equal({ user: ann, passwordHash: '$hash' })
      const times = { begunAt: 0, usedAt: expiresAt - 30 * day, expiresAt, endsAt: expiresAt + 60 * day }
      const session = { id: 's1', userId: 'u-1', tokenHash: 'hash:s1', ...times, address: '', browser: '' }
      expect(await accounts.findSession('hash:s1')).to.deep.equal({ session, user: ann })
      // Of two that look alike, the first has the look; each has its own where they differ.
      expect(await accounts.usersLooking(looksOf('ann1'))).to.deep.equal(['u-1'])
      expect(await accounts.usersLooking(looksOf('ann'))).to.deep.equal(['ann'])
    })
  })

  it('is brought forward once, and wholly or not at all', async () => {
    const folder = oldFolder()
    // Something of another program's in the way: the last statement of a migration fails.
    withDatabase(folder, (connection) => connection.run('CREATE TABLE guests_of_room (x)'))
    const failed = await openStore({ folder }).then(
      (store) => store.close().then(() => 'opened'),
      (error: { code: string }) => error.code,
    )
    expect(failed).to.equal('UNUSABLE')
    const columns = () =>
      withDatabase(folder, (connection) => connection.prepare<{ name: string }>('PRAGMA table_info(rooms)').all())
    expect(columns().map(({ name }) => name)).not.to.include('hosted')
    withDatabase(folder, (connection) => connection.run('DROP TABLE guests_of_room'))
    await withStore({ folder }, ({ rooms }) => rooms.archive(['R:1']))
    await withStore({ folder }, async ({ rooms }) => {
      expect((await rooms.list({ archived: true, after: 0, limit: 10 })).map(({ record }) => record.id)).to.deep.equal([
        'R:1',
      ])
    })
  })

  it('of migration 0007 keeps every row of every table as it was', async () => {
    const folder = oldFolder(AFTER_0007)
    const before = rowsIn(folder)
    await withStore({ folder }, async () => undefined)
    const after = rowsIn(folder, before.columns)
    expect(before.rows.size).to.equal(13)
    for (const [table, rows] of before.rows) {
      if (!['effects', 'snapshots'].includes(table)) expect(rows.length, table).to.be.greaterThan(0)
      expect(after.rows.get(table), table).to.deep.equal(rows)
    }
  })

  it('of migration 0007 has its accounts, links and rooms, whose people are found and have done nothing yet', async () => {
    await withStore({ folder: oldFolder(AFTER_0007) }, async ({ accounts, audit, rooms, log }) => {
      const found = async (...words: string[]) => {
        const users = await accounts.findUsers({ words, limit: 10 })
        return users.map(({ id, color, disabled }) => ({ id, color, disabled }))
      }
      expect(await found('lee')).to.deep.equal([{ id: 'ann', color: '#123456', disabled: undefined }])
      expect(await found('cid')).to.deep.equal([{ id: 'cid', color: undefined, disabled: true }])
      expect(await found('dan')).to.deep.equal([])
      expect([...(await accounts.namesOf(['ann', 'dan']))]).to.deep.equal([
        ['ann', 'Ann Lee'],
        ['dan', 'deleted user'],
      ])
      expect(await accounts.hasAdministrator()).to.equal(true)
      expect((await accounts.sessionsOf('ann')).map(({ browser }) => browser)).to.deep.equal(['node'])
      expect((await accounts.linksOf('invitation', 0)).map(({ usesLeft, madeBy }) => [usesLeft, madeBy])).to.deep.equal(
        [[3, 'root']],
      )
      expect(await audit.entries({ limit: 10 })).to.deep.equal([])
      const first = { id: 'R:1', name: 'First Room', application: 'chat' }
      const people = { owner: 'ann', moderators: ['bob'], players: { min: 2 } }
      const second = { id: 'R:2', name: 'Second Room', application: 'chat', users: ['ann', 'cid'] }
      const listed = await rooms.list({ origin: 'host', archived: false, after: 0, limit: 10 })
      expect(listed.map(({ record }) => record)).to.deep.equal([{ ...first, ...people }, second])
      const room = await log.open('R:1', { epoch: 'new', rules: 1 })
      expect(JSON.stringify(room.state)).to.include('hello')
      expect(
        (await accounts.untold('', 9)).map(({ id }) => id),
        'of whom rooms know nothing yet',
      ).to.deep.equal(['dan'])
      for (const [user, name] of [
        ['ann', 'Ann Lee'],
        ['bob', 'bob'],
      ] as const) {
        const hear = (called: string) => rooms.untold({ user, name: called, after: 0, limit: 9 })
        expect(await hear(name)).to.deep.equal([])
        expect((await hear('New')).map(({ record }) => record.id)).to.deep.equal(['R:1'])
      }
    })
  })
})
