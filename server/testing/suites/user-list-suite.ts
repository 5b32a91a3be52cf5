import { expect } from 'chai'
import type { AccountStore } from '../../accounts/ports.ts'
import { soughtWords } from '../../accounts/search-words.ts'
import { credentials, type OpenedAccountStore, session } from './account-store-suite.ts'
import { afterEach, beforeEach, describe, it } from './runner.ts'

/** What every account store keeps to where users are listed. Called inside its own spec, with what opens an empty one. */
export function describeUserList(name: string, open: () => Promise<OpenedAccountStore>): void {
  describe(`list of users: ${name}`, () => {
    let opened: OpenedAccountStore
    let store: AccountStore

    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.close())

    async function find(search: string, { after = '', limit = 10 } = {}): Promise<string[]> {
      const found = await store.findUsers({ words: soughtWords(search) ?? expect.fail('no words'), after, limit })
      return found.map(({ username }) => username)
    }

    it('finds users by how the words of name and username begin, all of those that are sought, accents and case aside', async () => {
      await store.addUser(credentials('user:1', { name: 'Ada Lovelace' }))
      await store.addUser(credentials('user:10', { name: 'Adèle Blanc-Sec' }))
      await store.addUser(credentials('grace', { name: 'Grace O’Hopper_% 日本' }))
      expect(await find('ADE')).to.deep.equal(['user:10'])
      expect(await find('user 1 lov')).to.deep.equal(['user:1'])
      expect(await find('sec adele')).to.deep.equal(['user:10'])
      expect(await find('user:1')).to.deep.equal(['user:1', 'user:10'])
      expect(await find('日')).to.deep.equal(['grace'])
      for (const nobodys of ['dele', 'ada grace', 'lovelaces']) {
        expect(await find(nobodys), nobodys).to.deep.equal([])
      }
    })

    it('goes through all of them a stretch at a time, by code points, and leaves none out that was there all the time', async () => {
      const names = ['a', 'b', 'B2', 'é', '𝕏', '\uffee', 'c']
      for (const each of names) await store.addUser(credentials(each))
      const order = [...names].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
      const seen: string[] = []
      for (let stretch = 0; stretch < 5; stretch++) {
        seen.push(...(await find('', { after: seen.at(-1) ?? '', limit: 2 })))
        // Somebody comes meanwhile, now before what was seen last, now after it.
        await store.addUser(credentials(stretch % 2 === 0 ? `0 ${stretch}` : `d ${stretch}`))
      }
      expect(seen.filter((each) => names.includes(each))).to.deep.equal(order)
    })

    it('finds a user by the names that they have, and one who was deleted by none', async () => {
      await store.addUser(credentials('ada'), { looks: ['l'], alone: true })
      await store.addUser(credentials('eve'))
      await store.changeUser('id:ada', { name: 'Countess' })
      expect([await find('countess'), await find('ada')]).to.deep.equal([['ada'], ['ada']])
      await store.changeUser('id:ada', { name: 'Lady' })
      await store.changeUser('id:ada', { color: '#123456' })
      expect([await find('countess'), await find('lady')]).to.deep.equal([[], ['ada']])
      expect(await store.addUser(credentials('adam'), { looks: ['l'], alone: true })).to.equal(false)
      await store.disableUser('id:ada', true)
      expect(await find('ada')).to.deep.equal(['ada'])
      await store.deleteUser('id:ada')
      expect([await find('lady'), await find('deleted'), await find('')]).to.deep.equal([[], [], ['eve']])
    })

    it('tells what those are called who are users, or were', async () => {
      await store.addUser(credentials('ada', { name: 'Ada' }))
      await store.addUser(credentials('eve'))
      await store.deleteUser('id:eve')
      const many = Array.from({ length: 3000 }, (_, index) => `nobody:${index}`)
      expect([...(await store.namesOf(['id:eve', ...many, 'id:ada']))].sort()).to.deep.equal([
        ['id:ada', 'Ada'],
        ['id:eve', 'deleted user'],
      ])
      expect((await store.namesOf([])).size).to.equal(0)
    })

    it('deletes guests who have no session any more, so many at once, and nobody else', async () => {
      const guest = (name: string, createdAt: number) => credentials(name, { roles: ['guest'], createdAt })
      for (const [name, at] of [
        ['old', 1],
        ['older', 0],
        ['there', 1],
        ['new', 9],
      ] as const)
        await store.addUser(guest(name, at))
      await store.addUser(credentials('ada', { createdAt: 0 }))
      await store.addSession(session('s1', { userId: 'id:there' }), 5)
      for (const [limit, gone] of [
        [1, 1],
        [10, 1],
        [10, 0],
      ] as const)
        expect(await store.removeGuests({ madeBefore: 5, limit })).to.equal(gone)
      expect(await find('')).to.deep.equal(['ada', 'new', 'there'])
      expect((await store.findUser('id:old'))?.deleted).to.equal(true)
      expect(await store.addUser(credentials('old', { id: 'id:2' })), 'the name is free').to.equal(true)
      for (const [only, gone] of [
        ['id:there', 0],
        ['id:ada', 0],
        ['id:nobody', 0],
        ['id:new', 1],
        ['id:new', 0],
      ] as const)
        expect(await store.removeGuests({ only }), only).to.equal(gone)
      expect(await find('')).to.deep.equal(['ada', 'old', 'there'])
    })

    describe('an account that is made of a guest’s', () => {
      const settled = (name: string, looks = [name]) => ({
        ...{ id: 'id:g', name, username: name, passwordHash: 'hash', looks, sessionsUntil: 50 },
      })
      const link = { id: 'i', secretHash: 'hash', kind: 'invitation', madeAt: 0, expiresAt: 100, usesLeft: 1 } as const
      const use = { id: 'i', kind: 'invitation', now: 1 } as const

      beforeEach(async () => {
        const guest = credentials('g', { id: 'id:g', name: 'G', roles: ['guest'], createdAt: 7 })
        await store.addUser({ ...guest, passwordHash: '' }, { looks: ['g', 'g2'], alone: true })
        await store.addUser(credentials('ada'), { looks: ['ada'], alone: true })
        await store.changeUser('id:g', { color: '#123456' })
        await store.addSession(session('long', { userId: 'id:g', expiresAt: 10, endsAt: 50 }), 5)
        await store.addSession(session('short', { userId: 'id:g', expiresAt: 10, endsAt: 49 }), 5)
        await store.addLink(link, 5)
      })

      it('keeps id, colour and sessions, which last longer; gets name, looks and password; leaves the old name free', async () => {
        const user = { id: 'id:g', name: 'grace', username: 'grace', roles: [], createdAt: 7, color: '#123456' }
        expect(await store.settleGuest(settled('grace', ['grace', 'g2']))).to.deep.equal(user)
        expect(await store.findCredentials('grace')).to.deep.equal({ user, passwordHash: 'hash' })
        expect(await store.findCredentials('g')).to.equal(undefined)
        expect([await store.usersLooking(['g']), await store.usersLooking(['g2'])]).to.deep.equal([[], ['id:g']])
        expect(await find('grace')).to.deep.equal(['grace'])
        expect(await find('g')).to.deep.equal(['grace'])
        const expiries = (await store.sessionsOf('id:g')).map(({ id, expiresAt }) => [id, expiresAt])
        expect(Object.fromEntries(expiries)).to.deep.equal({ long: 50, short: 10 })
        expect(await store.settleGuest(settled('other')), 'once').to.equal('gone')
        expect(await store.removeGuests({ only: 'id:g' })).to.equal(0)
      })

      it('is none, and changes nothing, where a name or a look is another’s, or there is no such guest', async () => {
        const before = await store.findCredentials('g')
        expect(await store.settleGuest(settled('ada', ['new']), use)).to.equal('taken')
        expect(await store.settleGuest(settled('new', ['new', 'ada']), use)).to.equal('taken')
        for (const id of ['id:ada', 'id:nobody'])
          expect(await store.settleGuest({ ...settled('new'), id }, use), id).to.equal('gone')
        await store.disableUser('id:g', true)
        expect(await store.settleGuest(settled('new'), use)).to.equal('gone')
        await store.disableUser('id:g', false)
        expect(await store.findCredentials('g')).to.deep.equal(before)
        expect(await store.usersLooking(['g', 'g2', 'new'])).to.deep.equal(['id:g'])
        expect((await store.findLink('i'))?.usesLeft).to.equal(1)
      })

      it('uses the link that it is made by, and is none by one that is used', async () => {
        expect(await store.settleGuest(settled('new'), { ...use, kind: 'reset' })).to.equal('unusable')
        expect(await store.settleGuest(settled('new'), use)).to.include({ username: 'new' })
        expect((await store.findLink('i'))?.usesLeft).to.equal(0)
        await store.addUser(credentials('h', { id: 'id:h', roles: ['guest'] }))
        expect(await store.settleGuest({ ...settled('other'), id: 'id:h' }, use)).to.equal('unusable')
      })
    })

    it('gives roles and takes them, in every session at once', async () => {
      await store.addUser(credentials('root', { roles: ['administrator'] }))
      await store.addUser(credentials('ada'))
      await store.addSession(session('s1'), 5)
      const { user } = credentials('ada')
      const both = { ...user, roles: ['administrator', 'moderator'] }
      expect(await store.setRoles('id:ada', ['administrator', 'moderator'])).to.deep.equal(both)
      expect((await store.findSession('hash:s1'))?.user).to.deep.equal(both)
      expect(await store.setRoles('id:ada', [])).to.deep.equal(user)
      expect(await store.setRoles('id:nobody', [])).to.equal(undefined)
      await store.deleteUser('id:ada')
      expect(await store.setRoles('id:ada', ['moderator'])).to.equal(undefined)
      expect((await store.findUser('id:ada'))?.roles).to.deep.equal([])
    })

    it('changes nothing of whoever is not as they were, where that is said, and of many at the same time one does', async () => {
      for (const each of ['root', 'ada']) await store.addUser(credentials(each, { roles: ['administrator'] }))
      const was = { roles: ['administrator'] } as const
      const done = await Promise.all([
        store.setRoles('id:ada', ['moderator'], undefined, was),
        store.disableUser('id:ada', true, undefined, was),
        store.setRoles('id:ada', [], undefined, was),
        store.disableUser('id:ada', true, undefined, was),
      ])
      expect(done.filter((each) => each === 'otherwise')).to.have.length(3)
      await store.setRoles('id:ada', ['moderator'])
      await store.disableUser('id:ada', true)
      const found = await store.findUser('id:ada')
      for (const wrong of [was, { roles: ['moderator'] }, { roles: [], disabled: true }] as const) {
        expect(await store.setRoles('id:ada', [], undefined, wrong)).to.equal('otherwise')
        expect(await store.disableUser('id:ada', false, undefined, wrong)).to.equal('otherwise')
      }
      expect(await store.findUser('id:ada')).to.deep.equal(found)
      const now = { roles: ['moderator'], disabled: true } as const
      expect(await store.disableUser('id:ada', false, undefined, now)).to.have.nested.property('user.id', 'id:ada')
      expect(await store.setRoles('id:ada', [], undefined, { roles: ['moderator'] })).to.include({ id: 'id:ada' })
      expect(await store.setRoles('id:nobody', [], undefined, was)).to.equal(undefined)
      expect(await store.disableUser('id:nobody', true, undefined, was)).to.equal(undefined)
    })

    it('leaves one administrator who can sign in, of many who take it from each other at the same time', async () => {
      const names = ['r1', 'r2', 'r3']
      for (const each of names) await store.addUser(credentials(each, { roles: ['administrator'] }))
      const done = await Promise.all(names.map((each) => store.setRoles(`id:${each}`, ['moderator'])))
      expect(done.filter(Boolean)).to.have.length(2)
      expect(await store.hasAdministrator()).to.equal(true)
      const last = names[done.findIndex((each) => !each)] ?? ''
      expect((await store.findUser(`id:${last}`))?.roles).to.deep.equal(['administrator'])
    })

    it('takes the links that an administrator made together with their role, and no others', async () => {
      for (const each of ['root', 'ada']) await store.addUser(credentials(each, { roles: ['administrator'] }))
      const link = (id: string, madeBy: string) =>
        ({ id, madeBy, secretHash: '$', kind: 'invitation', madeAt: 1, expiresAt: 100, usesLeft: 1 }) as const
      await store.addLink(link('l1', 'id:ada'), 9)
      await store.addLink(link('l2', 'id:root'), 9)
      await store.setRoles('id:ada', ['administrator', 'moderator'])
      expect(await store.linksOf('invitation', 10)).to.have.length(2)
      await store.setRoles('id:ada', ['moderator'])
      expect((await store.linksOf('invitation', 10)).map(({ id }) => id)).to.deep.equal(['l2'])
    })
  })
}
