import { join } from 'node:path'
import { expect } from 'chai'
import { type Connection, openConnection } from '../../../server/stores/sqlite/connection.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { credentials, describeAccountStore, session } from '../account-store-conformance.ts'
import { describeAtOnce } from '../at-once-conformance.ts'
import { CHANGES, describeAudit } from '../audit-conformance.ts'
import { describeLinkStore } from '../link-store-conformance.ts'
import { describeRoomCatalogue } from '../room-catalogue-conformance.ts'
import { describeRoomDoors } from '../room-doors-conformance.ts'
import { describeRoomLog } from '../room-log-conformance.ts'
import { describeUserList } from '../user-list-conformance.ts'
import { openStore } from './opened-store.ts'
import { temporaryFolder } from './temporary-folder.ts'

describeRoomLog('sqlite', async () => {
  const folder = temporaryFolder()
  let store = await openStore({ folder })
  return {
    log: store.log,
    async reopen() {
      await store.close()
      store = await openStore({ folder })
      return store.log
    },
    close: () => store.close(),
  }
})

describeRoomCatalogue('sqlite', async () => openStore())
describeRoomDoors('sqlite', async () => openStore())
describeAtOnce('sqlite', async () => openStore())

describe('the embedded store', () => {
  const folder = temporaryFolder()
  let store: SqliteStore
  before(async () => {
    store = await openStore({ folder })
  })
  after(() => store.close())

  // Starting threads takes a while under the development loader: all of the suite shares one store.
  const empty = async () => ({
    store: store.accounts,
    audit: store.audit,
    async close() {
      const connection = openConnection(join(folder, 'soc-draw.db'), { patience: 1000 })
      for (const table of ['users', 'sessions', 'user_looks', 'user_words', 'sign_in_failures', 'links', 'audit']) {
        connection.run(`DELETE FROM ${table}`)
      }
      connection.close()
    },
  })
  describeAccountStore('sqlite', empty)
  describeLinkStore('sqlite', empty)
  describeUserList('sqlite', empty)
  describeAudit('sqlite', empty)

  it('changes nothing of others’ accounts that cannot be told in the audit log', async () => {
    const opened = await empty()
    const { store: accounts, audit } = opened
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
      await opened.close()
    }
  })
})
