import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { looksOf } from '../../../server/accounts/looks-of.ts'
import { withDatabase } from './crash-image.ts'
import { openStore, withStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Everything in a file as a server of that day left it. */
const OLD = readFileSync(join(import.meta.dirname, 'data-of-2026-11-27.sql'), 'utf8')

function oldFolder(): string {
  const folder = temporaryFolder()
  withDatabase(folder, (connection) => connection.run(OLD))
  return folder
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
})
