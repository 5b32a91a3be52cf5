import { expect } from 'chai'
import type { AccountStore, Credentials, Session } from '../../accounts/ports.ts'
import { afterEach, beforeEach, describe, it } from './runner.ts'

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
        for (const [id, userId] of [
          ['s1', 'id:ada'],
          ['s2', 'id:ada'],
          ['s3', 'id:eve'],
        ] as const) {
          await store.addSession(session(id, { userId }), 10)
        }
        expect([...(await store.changePassword('id:ada', '$another'))].sort()).to.deep.equal(['s1', 's2'])
        expect((await store.findCredentials('ada'))?.passwordHash).to.equal('$another')
        expect((await store.findCredentials('eve'))?.passwordHash).to.equal(credentials('eve').passwordHash)
        expect(await store.findSession('hash:s1')).to.equal(undefined)
        expect((await store.findSession('hash:s3'))?.user.id).to.equal('id:eve')
        expect(await store.changePassword('id:nobody', '$x')).to.deep.equal([])
      })

      it('spares the session in which a password was changed', async () => {
        await store.addUser(credentials('ada'))
        for (const id of ['s1', 's2']) await store.addSession(session(id), 10)
        expect(await store.changePassword('id:ada', '$another', 's2')).to.deep.equal(['s1'])
        expect((await store.findSession('hash:s2'))?.session.id).to.equal('s2')
      })

      it('replaces a hash that is still there, and no other', async () => {
        await store.addUser(credentials('ada'))
        const { passwordHash } = credentials('ada')
        await store.replaceHash('id:ada', '$something else', '$newer')
        expect((await store.findCredentials('ada'))?.passwordHash).to.equal(passwordHash)
        await store.replaceHash('id:ada', passwordHash, '$newer')
        expect((await store.findCredentials('ada'))?.passwordHash).to.equal('$newer')
      })

      it('changes a name and a colour, each alone or both, and nothing of nobody', async () => {
        const ada = credentials('ada', { createdAt: 17 })
        await store.addUser(ada)
        expect(await store.changeUser('id:ada', { color: '#123456' })).to.deep.equal({ ...ada.user, color: '#123456' })
        const changed = { ...ada.user, color: '#123456', name: 'Countess' }
        expect(await store.changeUser('id:ada', { name: 'Countess' })).to.deep.equal(changed)
        expect(await store.changeUser('id:ada', {})).to.deep.equal(changed)
        expect(await store.findUser('id:ada')).to.deep.equal(changed)
        expect(await store.changeUser('id:nobody', { name: 'X' })).to.equal(undefined)
      })

      it('changes a user only as they were, where that is said', async () => {
        const ada = credentials('ada')
        await store.addUser(ada)
        const { name } = ada.user
        expect(await store.changeUser('id:ada', { name: 'X' }, { name: 'Y' })).to.equal('otherwise')
        expect(await store.changeUser('id:ada', { name: 'X' }, { name, color: '#123456' })).to.equal('otherwise')
        expect(await store.findUser('id:ada')).to.deep.equal(ada.user)
        const colored = { ...ada.user, color: '#123456' }
        expect(await store.changeUser('id:ada', { color: '#123456' }, { name })).to.deep.equal(colored)
        expect(await store.changeUser('id:ada', { color: '#654321' }, { name })).to.equal('otherwise')
        const was = { name, color: '#123456' }
        const both = await Promise.all(['One', 'Two'].map((name) => store.changeUser('id:ada', { name }, was)))
        expect(both.filter((one) => one === 'otherwise')).to.have.length(1)
        expect(await store.changeUser('id:nobody', { name: 'X' }, { name })).to.equal(undefined)
        await store.deleteUser('id:ada')
        expect(await store.changeUser('id:ada', { name: 'X' }, { name })).to.equal(undefined)
      })

      it('gives each look to who was first, and alone only where all of them are free', async () => {
        await store.addUser(credentials('ada'), { looks: ['l1', 'l2'], alone: true })
        expect(await store.addUser(credentials('eve'), { looks: ['l2', 'l3'], alone: true })).to.equal(false)
        expect(await store.findUser('id:eve')).to.equal(undefined)
        expect(await store.usersLooking(['l3'])).to.deep.equal([])
        expect(await store.addUser(credentials('eve'), { looks: ['l2', 'l3'], alone: false })).to.equal(true)
        expect(await store.usersLooking(['l1', 'l2'])).to.deep.equal(['id:ada'])
        expect(await store.usersLooking(['l2', 'l3'])).to.have.members(['id:ada', 'id:eve'])
        expect(await store.usersLooking([])).to.deep.equal([])
      })

      it('gives a look to one of those who ask for it at the same time', async () => {
        const names = ['a', 'b', 'c', 'd']
        const looks = { looks: ['alike'], alone: true }
        const added = await Promise.all(names.map((name) => store.addUser(credentials(name), looks)))
        expect(added.filter(Boolean)).to.have.length(1)
      })

      it('tells of whom rooms are still to hear, until it is said that they have heard that very name', async () => {
        for (const name of ['ada', 'eve']) await store.addUser(credentials(name))
        const untold = async (after = '', limit = 9) =>
          (await store.untold(after, limit)).map(({ id, name }) => [id, name])
        expect(await untold()).to.deep.equal([])
        await store.changeUser('id:ada', { name: 'Countess' })
        await store.deleteUser('id:eve')
        expect(await untold()).to.deep.equal([
          ['id:ada', 'Countess'],
          ['id:eve', 'deleted user'],
        ])
        expect(await untold('', 1)).to.deep.equal([['id:ada', 'Countess']])
        expect(await untold('id:ada')).to.deep.equal([['id:eve', 'deleted user']])
        await store.changeUser('id:ada', { name: 'Lady' })
        await store.told('id:ada', 'Countess')
        expect(await untold('', 1)).to.deep.equal([['id:ada', 'Lady']])
        await store.told('id:ada', 'Lady')
        await store.told('id:eve', 'deleted user')
        await store.changeUser('id:ada', { color: '#123456' })
        expect(await untold()).to.deep.equal([])
      })

      it('takes all that was a deleted user’s but the id, which nobody gets again', async () => {
        await store.addUser(credentials('ada', { roles: ['administrator'], color: '#123456', createdAt: 17 }), {
          looks: ['l1'],
          alone: true,
        })
        await store.addUser(credentials('eve'))
        await store.addSession(session('s1'), 10)
        await store.addSession(session('s2', { userId: 'id:eve' }), 10)
        expect(await store.deleteUser('id:ada')).to.deep.equal(['s1'])
        const tombstone = { id: 'id:ada', name: 'deleted user', username: '', roles: [], createdAt: 17, deleted: true }
        expect(await store.findUser('id:ada')).to.deep.equal(tombstone)
        expect(await store.findCredentials('ada')).to.equal(undefined)
        expect(await store.findCredentials('')).to.equal(undefined)
        expect(await store.findSession('hash:s1')).to.equal(undefined)
        expect(await store.changeUser('id:ada', { name: 'Back' })).to.equal(undefined)
        await store.changePassword('id:ada', '$back')
        expect(await store.unknownUsers(['id:ada', 'id:eve'])).to.deep.equal(['id:ada'])
        expect(await store.addUser(credentials('other', { id: 'id:ada' }))).to.equal(false)
        expect(await store.addUser(credentials('ada', { id: 'id:2' }), { looks: ['l1'], alone: true })).to.equal(true)
        await store.deleteUser('id:eve')
        expect((await store.findUser('id:eve'))?.deleted).to.equal(true)
        expect(await store.deleteUser('id:nobody')).to.deep.equal([])
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
        await store.renewSession('hash:s1', { usedAt: 7, expiresAt: 12_345_678_901_234 })
        expect((await store.findSession('hash:s1'))?.session).to.deep.equal(
          session('s1', { usedAt: 7, expiresAt: 12_345_678_901_234 }),
        )
        await store.removeSession('hash:s1')
        await store.renewSession('hash:s1', { usedAt: 8, expiresAt: 3000 })
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
        await store.renewSession('hash:z', { usedAt: 0, expiresAt: 100 })
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

      it('lists a user’s sessions, those used last first, and nobody else’s', async () => {
        for (const [id, usedAt] of [
          ['s1', 30],
          ['s2', 50],
          ['s3', 30],
        ] as const) {
          await store.addSession(session(id, { usedAt }), 5)
        }
        await store.addSession(session('other', { userId: 'id:eve' }), 5)
        const listed = await store.sessionsOf('id:ada')
        expect(listed.map(({ id }) => id)).to.deep.equal(['s2', 's3', 's1'])
        expect(listed[0]).to.deep.equal(session('s2', { usedAt: 50 }))
        expect(await store.sessionsOf('id:nobody')).to.deep.equal([])
      })

      it('removes one of a user’s sessions by its id, or all others, and never somebody else’s', async () => {
        for (const id of ['s1', 's2', 's3']) await store.addSession(session(id), 5)
        await store.addSession(session('other', { userId: 'id:eve' }), 5)
        expect(await store.removeSessionsOf('id:ada', { only: 'other' })).to.deep.equal([])
        expect(await store.removeSessionsOf('id:ada', { only: 's1' })).to.deep.equal(['s1'])
        expect(await store.removeSessionsOf('id:ada', { only: 's1' })).to.deep.equal([])
        expect(await store.removeSessionsOf('id:ada', { but: 's2' })).to.deep.equal(['s3'])
        expect((await store.findSession('hash:s2'))?.session.id).to.equal('s2')
        expect((await store.findSession('hash:other'))?.session.id).to.equal('other')
      })

      it('adds none for whoever has another password by now, was deleted, or is nobody', async () => {
        const { passwordHash } = credentials('ada')
        expect(await store.addSession(session('s1'), 5, passwordHash)).to.deep.equal([])
        await store.changePassword('id:ada', '$another')
        expect(await store.addSession(session('s2'), 5, passwordHash)).to.equal(undefined)
        await store.deleteUser('id:ada')
        expect(await store.addSession(session('s3'), 5)).to.equal(undefined)
        expect(await store.addSession(session('s4', { userId: 'id:nobody' }), 5)).to.equal(undefined)
        for (const id of ['s2', 's3', 's4']) expect(await store.findSession(`hash:${id}`), id).to.equal(undefined)
      })

      it('disables a user: no session of theirs goes on or begins, until they are enabled', async () => {
        for (const id of ['s1', 's2']) await store.addSession(session(id), 5)
        await store.addSession(session('s3', { userId: 'id:eve' }), 5)
        const { user } = credentials('ada')
        const done = await store.disableUser('id:ada', true)
        expect(done).to.deep.equal({ user: { ...user, disabled: true }, ended: ['s1', 's2'] })
        expect(await store.addSession(session('s4'), 5, credentials('ada').passwordHash)).to.equal(undefined)
        expect(await store.findSession('hash:s1')).to.equal(undefined)
        expect((await store.findSession('hash:s3'))?.session.id).to.equal('s3')
        expect(await store.findUser('id:ada')).to.deep.equal({ ...user, disabled: true })
        expect(await store.disableUser('id:ada', false)).to.deep.equal({ user, ended: [] })
        expect(await store.addSession(session('s5'), 5)).to.deep.equal([])
        expect(await store.disableUser('id:nobody', true)).to.equal(undefined)
      })

      it('leaves one administrator who is not disabled, of many who disable each other at the same time', async () => {
        const ids = ['r1', 'r2', 'r3'].map((name) => `id:${name}`)
        for (const name of ['r1', 'r2', 'r3']) await store.addUser(credentials(name, { roles: ['administrator'] }))
        const done = await Promise.all(ids.map((id) => store.disableUser(id, true)))
        expect(done.filter(Boolean)).to.have.length(2)
        expect(await store.hasAdministrator()).to.equal(true)
        const last = ids[done.findIndex((each) => !each)] ?? ''
        expect((await store.findUser(last))?.disabled).to.equal(undefined)
      })

      it('hands out copies', async () => {
        await store.addSession(session('s1', { expiresAt: 10 }), 5)
        Object.assign((await store.findSession('hash:s1'))?.session ?? {}, { expiresAt: 9999 })
        expect((await store.findSession('hash:s1'))?.session.expiresAt).to.equal(10)
      })
    })

    describe('failures', () => {
      it('counts under each key by itself, and notes when the last one came', async () => {
        await store.addFailure(['a', 'b'], 10)
        await store.addFailure(['a'], 20)
        expect(await store.failuresOf(['b', 'none', 'a'])).to.deep.equal([
          { count: 1, at: 10 },
          undefined,
          { count: 2, at: 20 },
        ])
      })

      it('counts each of many that come at the same time', async () => {
        await Promise.all(Array.from({ length: 20 }, () => store.addFailure(['a'], 10)))
        expect(await store.failuresOf(['a'])).to.deep.equal([{ count: 20, at: 10 }])
      })

      it('takes one back, never below none, and forgets a key', async () => {
        for (const at of [1, 2, 3]) await store.addFailure(['a', 'b'], at)
        await store.takeFailureBack(['a', 'none'])
        expect((await store.failuresOf(['a', 'b'])).map((found) => found?.count)).to.deep.equal([2, 3])
        for (let n = 0; n < 5; n++) await store.takeFailureBack(['a'])
        expect((await store.failuresOf(['a']))[0]?.count ?? 0).to.equal(0)
        await store.forgetFailures('b')
        expect(await store.failuresOf(['b'])).to.deep.equal([undefined])
      })

      it('[P9] keeps so many, and those that were added to last', async () => {
        for (const at of [10, 20, 30, 40]) await store.addFailure([`at ${at}`], at)
        await store.addFailure(['at 20'], 50)
        await store.trimFailures(20, 2)
        const kept = await store.failuresOf(['at 10', 'at 20', 'at 30', 'at 40'])
        expect(kept.map((found) => found?.at)).to.deep.equal([undefined, 50, undefined, 40])
      })
    })
  })
}

export function credentials(username: string, given: Partial<Credentials['user']> = {}): Credentials {
  const user = { id: `id:${username}`, name: username, username, roles: [], ...given }
  return { user, passwordHash: `hash of ${username}’s password` }
}

export function session(id: string, given: Partial<Session> = {}): Session {
  const times = { begunAt: 1, usedAt: 2, expiresAt: 1000, endsAt: 5000 }
  return { id, userId: 'id:ada', tokenHash: `hash:${id}`, ...times, address: '192.0.2.1', browser: 'Any/1.0', ...given }
}
