import { join } from 'node:path'
import { openConnection } from '../../../server/stores/sqlite/connection.ts'
import type { SqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import { describeAccountStore } from '../account-store-conformance.ts'
import { describeLinkStore } from '../link-store-conformance.ts'
import { describeRoomCatalogue } from '../room-catalogue-conformance.ts'
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
    async close() {
      const connection = openConnection(join(folder, 'soc-draw.db'), { patience: 1000 })
      for (const table of ['users', 'sessions', 'user_looks', 'sign_in_failures', 'links']) {
        connection.run(`DELETE FROM ${table}`)
      }
      connection.close()
    },
  })
  describeAccountStore('sqlite', empty)
  describeLinkStore('sqlite', empty)
  describeUserList('sqlite', empty)
})
