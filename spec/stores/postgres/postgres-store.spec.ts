import { expect } from 'chai'
import type { Store } from '../../../server/stores/store.ts'
import { describeOnPostgres, postgresServer, withConnection } from '../../support/postgres.ts'
import { credentials, describeAccountStore } from '../account-store-conformance.ts'
import { describeAtOnce } from '../at-once-conformance.ts'
import { describeAudit } from '../audit-conformance.ts'
import { describeLinkStore } from '../link-store-conformance.ts'
import { describeRoomCatalogue } from '../room-catalogue-conformance.ts'
import { describeRoomDoors } from '../room-doors-conformance.ts'
import { describeUserList } from '../user-list-conformance.ts'
import { openStore } from './opened-store.ts'

const ACCOUNTS = ['users', 'sessions', 'user_looks', 'user_words', 'sign_in_failures', 'links', 'audit']

describeOnPostgres('the store in PostgreSQL', () => {
  describeRoomCatalogue('postgres', () => openStore())
  describeRoomDoors('postgres', () => openStore())
  describeAtOnce('postgres', () => openStore())

  describe('accounts', () => {
    let url: string
    let store: Store
    before(async () => {
      url = await (await postgresServer()).freshDatabase()
      store = await openStore({ url })
    })
    after(() => store.close())

    // A database takes a while to make: all of the suites share one.
    const empty = async () => ({
      store: store.accounts,
      audit: store.audit,
      close: () => withConnection(url, async (client) => void (await client.query(`TRUNCATE ${ACCOUNTS.join(', ')}`))),
    })
    describeAccountStore('postgres', empty)
    describeLinkStore('postgres', empty)
    describeUserList('postgres', empty)
    describeAudit('postgres', empty)

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
