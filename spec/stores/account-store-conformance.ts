import { expect } from 'chai'
import type { AccountStore, Credentials, Session } from '../../server/accounts/ports.ts'

/** A store to be tested, and what closes it. */
export interface OpenedAccountStore {
  readonly store: AccountStore
  close(): Promise<void>
}

/** What every account store keeps to. Called inside its own spec, with what opens an empty one. */
export function describeAccountStore(name: string, open: () => Promise<OpenedAccountStore>): void {
  describe(`account store: ${name}`, () => {
    let opened: OpenedAccountStore
    let store: AccountStore

    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.close())

    describe('users', () => {
      it('finds a user by id and by username, roles and password hash included', async () => {
        const ada = credentials('ada', { roles: ['administrator'] })
        expect(await store.addUser(ada)).to.equal(true)
        expect(await store.findUser('id:ada')).to.deep.equal(ada.user)
        expect(await store.findCredentials('ada')).to.deep.equal(ada)
      })

      it('knows nobody it was not told of', async () => {
        expect(await store.findUser('id:ada')).to.equal(undefined)
        expect(await store.findCredentials('ada')).to.equal(undefined)
      })

      it('tells whom it does not know of many', async () => {
        await store.addUser(credentials('ada'))
        await store.addUser(credentials('eve'))
        const many = Array.from({ length: 3000 }, (_, index) => `nobody:${index}`)
        expect(await store.unknownUsers(['id:eve', ...many, 'id:ada'])).to.deep.equal(many)
        expect(await store.unknownUsers([])).to.deep.equal([])
      })

      it('refuses a taken id and a taken username, changing nothing', async () => {
        const ada = credentials('ada')
        await store.addUser(ada)
        expect(await store.addUser(credentials('ada', { id: 'id:other', name: 'Other' }))).to.equal(false)
        expect(await store.addUser(credentials('eve', { id: 'id:ada' }))).to.equal(false)
        expect(await store.findCredentials('ada')).to.deep.equal(ada)
        expect(await store.findUser('id:other')).to.equal(undefined)
        expect(await store.findCredentials('eve')).to.equal(undefined)
      })

      it('adds a username once, however many ask at the same time', async () => {
        const ids = ['a', 'b', 'c', 'd']
        const added = await Promise.all(ids.map((id) => store.addUser(credentials('ada', { id }))))
        expect(added.filter(Boolean)).to.have.length(1)
        const kept = await Promise.all(ids.map((id) => store.findUser(id)))
        expect(kept.filter(Boolean)).to.have.length(1)
      })

      it('hands out copies, and keeps one of what it is given', async () => {
        const roles: 'administrator'[] = []
        await store.addUser(credentials('ada', { roles }))
        roles.push('administrator')
        expect((await store.findUser('id:ada'))?.roles).to.deep.equal([])
        Object.assign((await store.findUser('id:ada')) ?? {}, { name: 'Changed' })
        expect((await store.findUser('id:ada'))?.name).to.equal('ada')
      })

      it('changes a user’s password, which ends their sessions and nobody else’s', async () => {
        await store.addUser(credentials('ada'))
        await store.addUser(credentials('eve'))
        const session = (id: string, userId: string) => ({ id, userId, tokenHash: `hash of ${id}`, expiresAt: 1000 })
        for (const each of [session('s1', 'id:ada'), session('s2', 'id:ada'), session('s3', 'id:eve')]) {
          await store.addSession(each, 10)
        }
        expect([...(await store.changePassword('id:ada', '$another'))].sort()).to.deep.equal(['s1', 's2'])
        expect((await store.findCredentials('ada'))?.passwordHash).to.equal('$another')
        expect((await store.findCredentials('eve'))?.passwordHash).to.equal(credentials('eve').passwordHash)
        expect(await store.findSession('hash of s1')).to.equal(undefined)
        expect((await store.findSession('hash of s3'))?.user.id).to.equal('id:eve')
        expect(await store.changePassword('id:nobody', '$x')).to.deep.equal([])
      })

      it('keeps any text as it is', async () => {
        const odd = credentials(`o'n"e; -- \\ 日本 👩‍👩‍👧`)
        await store.addUser(odd)
        expect(await store.findCredentials(odd.user.username)).to.deep.equal(odd)
      })
    })

    describe('sessions', () => {
      beforeEach(async () => {
        await store.addUser(credentials('ada'))
        await store.addUser(credentials('eve'))
      })

      it('finds a session and its user by the token’s hash only', async () => {
        expect(await store.addSession(session('s1', { expiresAt: 10 }), 5)).to.deep.equal([])
        expect(await store.findSession('hash:s1')).to.deep.equal({
          session: session('s1', { expiresAt: 10 }),
          user: credentials('ada').user,
        })
        expect(await store.findSession('s1')).to.equal(undefined)
      })

      it('moves an expiry, and does not bring back a session that is gone', async () => {
        await store.addSession(session('s1'), 5)
        await store.renewSession('hash:s1', 12_345_678_901_234)
        expect((await store.findSession('hash:s1'))?.session.expiresAt).to.equal(12_345_678_901_234)
        await store.removeSession('hash:s1')
        await store.renewSession('hash:s1', 3000)
        expect(await store.findSession('hash:s1')).to.equal(undefined)
      })

      it('removes a session once, and says which it was', async () => {
        await store.addSession(session('s1'), 5)
        await store.addSession(session('s2'), 5)
        const removed = await Promise.all([store.removeSession('hash:s1'), store.removeSession('hash:s1')])
        expect(removed.filter((id) => id === 's1')).to.have.length(1)
        expect(removed.filter((id) => id === undefined)).to.have.length(1)
        expect(await store.findSession('hash:s1')).to.equal(undefined)
        expect((await store.findSession('hash:s2'))?.session.id).to.equal('s2')
      })

      it('[P9] keeps so many of a user’s sessions: those that expire first go, never the new one', async () => {
        await store.addSession(session('late', { expiresAt: 300 }), 3)
        await store.addSession(session('early', { expiresAt: 100 }), 3)
        await store.addSession(session('middle', { expiresAt: 200 }), 3)
        await store.addSession(session('other', { userId: 'id:eve', expiresAt: 1 }), 3)
        expect(await store.addSession(session('new', { expiresAt: 50 }), 3)).to.deep.equal(['early'])
        expect(await store.findSession('hash:early')).to.equal(undefined)
        for (const kept of ['late', 'middle', 'other', 'new']) {
          expect((await store.findSession(`hash:${kept}`))?.session.id, kept).to.equal(kept)
        }
        expect(await store.addSession(session('last', { expiresAt: 60 }), 1)).to.have.members(['late', 'middle', 'new'])
      })

      it('[P9] lets the one added first go, of those that expire together', async () => {
        for (const id of ['z', 'm', 'a']) await store.addSession(session(id, { expiresAt: 100 }), 3)
        await store.renewSession('hash:z', 100)
        expect(await store.addSession(session('new', { expiresAt: 100 }), 3)).to.deep.equal(['z'])
      })

      it('removes what has expired, and no more', async () => {
        await store.addSession(session('past', { expiresAt: 99 }), 5)
        await store.addSession(session('now', { expiresAt: 100 }), 5)
        await store.addSession(session('future', { expiresAt: 101 }), 5)
        expect(await store.removeExpiredSessions(100)).to.have.members(['past', 'now'])
        expect(await store.removeExpiredSessions(100)).to.deep.equal([])
        expect(await store.findSession('hash:now')).to.equal(undefined)
        expect((await store.findSession('hash:future'))?.session.id).to.equal('future')
      })

      it('hands out copies', async () => {
        await store.addSession(session('s1', { expiresAt: 10 }), 5)
        Object.assign((await store.findSession('hash:s1'))?.session ?? {}, { expiresAt: 9999 })
        expect((await store.findSession('hash:s1'))?.session.expiresAt).to.equal(10)
      })
    })
  })
}

function credentials(username: string, given: Partial<Credentials['user']> = {}): Credentials {
  const user = { id: `id:${username}`, name: username, username, roles: [], ...given }
  return { user, passwordHash: `hash of ${username}’s password` }
}

function session(id: string, given: Partial<Session> = {}): Session {
  return { id, userId: 'id:ada', tokenHash: `hash:${id}`, expiresAt: 1000, ...given }
}
