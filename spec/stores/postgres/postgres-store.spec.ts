import { expect } from 'chai'
import type { Store } from '../../../server/stores/store.ts'
import { credentials } from '../../../server/testing/suites/account-store-suite.ts'
import { describeStore, type OpenedStore } from '../../../server/testing/suites/index.ts'
import { describeOnPostgres, postgresServer, withConnection } from '../../support/postgres.ts'
import { openStore } from './opened-store.ts'

const ACCOUNTS = ['users', 'sessions', 'user_looks', 'user_words', 'sign_in_failures', 'links', 'audit']

describeOnPostgres('the store in PostgreSQL', () => {
  describeStore('postgres', openNew, { shared: true })

  describe('with odd texts', () => {
    let store: Store
    before(async () => {
      store = await openStore()
    })
    after(() => store.close())

    it('finds nobody by a text that no database holds, and no other by one that only looks like it', async () => {
      await store.accounts.addUser(credentials('\ufffd'))
      for (const text of ['\0', '\ud800', 'a\0b', '\ufffd\0']) {
        expect(await store.accounts.findUser(text), JSON.stringify(text)).to.equal(undefined)
        expect(await store.accounts.findCredentials(text)).to.equal(undefined)
        expect(await store.accounts.findSession(text)).to.equal(undefined)
        expect(await store.accounts.findLink(text)).to.equal(undefined)
        expect(await store.doors.findLink(text)).to.equal(undefined)
        expect(await store.accounts.usersLooking([text])).to.deep.equal([])
        expect(await store.accounts.unknownUsers([text])).to.deep.equal([text])
        expect(await store.audit.entries({ what: text, limit: 1 })).to.deep.equal([])
        expect(await store.rooms.list({ application: text, after: 0, limit: 1 })).to.deep.equal([])
      }
      expect((await store.accounts.findCredentials('\ufffd'))?.user.username).to.equal('\ufffd')
    })
  })
})

async function openNew(): Promise<OpenedStore> {
  const url = await (await postgresServer()).freshDatabase()
  const query = (text: string) => withConnection(url, async (client) => void (await client.query(text)))
  let store = await openStore({ url })
  return {
    store,
    async reopen() {
      await store.close()
      store = await openStore({ url })
      return store
    },
    // As if so much time had passed for all leases that there are.
    pass: (ms) => query(`UPDATE nodes SET until = until - ${ms} * interval '1 millisecond'`),
    emptyAccounts: () => query(`TRUNCATE ${ACCOUNTS.join(', ')}`),
    close: () => store.close(),
  }
}
