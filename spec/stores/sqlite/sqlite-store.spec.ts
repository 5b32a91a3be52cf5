import { join } from 'node:path'
import { expect } from 'chai'
import { type Connection, openConnection } from '../../../server/stores/sqlite/connection.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { credentials, session } from '../../../server/testing/suites/account-store-suite.ts'
import { CHANGES } from '../../../server/testing/suites/audit-suite.ts'
import { describeStore } from '../../../server/testing/suites/index.ts'
import { openStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

const ACCOUNTS = ['users', 'sessions', 'user_looks', 'user_words', 'sign_in_failures', 'links', 'audit']

describeStore('sqlite', async () => {
  const folder = temporaryFolder()
  let store = await openStore({ folder })
  return {
    store,
    async reopen() {
      await store.close()
      store = await openStore({ folder })
      return store
    },
    emptyAccounts: async () => emptyAccounts(folder),
    close: () => store.close(),
  }
})

function emptyAccounts(folder: string): void {
  const connection = openConnection(join(folder, 'soc-draw.db'), { patience: 1000 })
  for (const table of ACCOUNTS) connection.run(`DELETE FROM ${table}`)
  connection.close()
}

describe('the embedded store', () => {
  const folder = temporaryFolder()
  let store: SqliteStore
  before(async () => {
    store = await openStore({ folder })
  })
  after(() => store.close())

  it('changes nothing of others’ accounts that cannot be told in the audit log', async () => {
    const { accounts, audit } = store
    const within = <Result>(work: (connection: Connection) => Result): Result => {
      const connection = openConnection(join(folder, 'soc-draw.db'), { patience: 1000 })
      try {
        return work(connection)
      } finally {
        connection.close()
      }
    }
    const all = () =>
      within((connection) =>
        ['users', 'sessions', 'links'].map((table) => connection.prepare(`SELECT * FROM ${table}`).all()),
      )
    await accounts.addUser(credentials('root', { roles: ['administrator'] }))
    await accounts.addUser(credentials('ada'))
    await accounts.addSession(session('s1'), 5)
    await accounts.addLink({ id: 'l1', secretHash: '$', kind: 'invitation', madeAt: 1, expiresAt: 9, usesLeft: 1 }, 9)
    within((connection) =>
      connection.run(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END`),
    )
    try {
      const before = all()
      for (const [what, change] of Object.entries(CHANGES)) {
        const failed = await change(accounts, { at: 1, by: 'root', what }).then(
          () => 'done',
          () => 'failed',
        )
        expect(failed, what).to.equal('failed')
        expect(all(), what).to.deep.equal(before)
      }
      expect(await audit.entries({ limit: 1 })).to.deep.equal([])
    } finally {
      within((connection) => connection.run('DROP TRIGGER full'))
    }
  })
})
