import { expect } from 'chai'
import type { AccountStore, Link, LinkUse } from '../../accounts/ports.ts'
import { credentials, type OpenedAccountStore, session } from './account-store-suite.ts'
import { afterEach, beforeEach, describe, it } from './runner.ts'

/** What every account store keeps to about links. Called inside its own spec, with what opens an empty one. */
export function describeLinkStore(name: string, open: () => Promise<OpenedAccountStore>): void {
  describe(`links of account store: ${name}`, () => {
    let opened: OpenedAccountStore
    let store: AccountStore

    beforeEach(async () => {
      opened = await open()
      store = opened.store
    })
    afterEach(() => opened.close())

    const reset = link('r', { kind: 'reset', userId: 'id:ada', madeBy: 'id:root' })
    const invitation = link('i', { kind: 'invitation', madeBy: 'id:root', usesLeft: 2 })
    const setUp = link('s', { kind: 'set-up' })
    const use = ({ id, kind }: Link, now = 50): LinkUse => ({ id, kind, now })
    const root = () => store.addUser(credentials('root', { roles: ['administrator'] }))

    it('finds a link as it was made, and lists those of a kind that can be used, the last first', async () => {
      for (const each of [reset, invitation, setUp]) await store.addLink(each, 5)
      for (const each of [reset, invitation, setUp]) expect(await store.findLink(each.id)).to.deep.equal(each)
      await store.addLink(link('i2', { kind: 'invitation', expiresAt: 60 }), 5)
      const ids = async (now: number) => (await store.linksOf('invitation', now)).map(({ id }) => id)
      expect([await ids(59), await ids(60), await ids(100)]).to.deep.equal([['i2', 'i'], ['i'], []])
      expect(await store.findLink('nobody’s')).to.equal(undefined)
    })

    it('[P9] keeps so many of a kind for the same user, or for none: those made first go', async () => {
      await store.addLink(setUp, 1)
      await store.addLink(reset, 1)
      await store.addLink(link('for eve', { kind: 'reset', userId: 'id:eve' }), 1)
      await store.addLink(link('again', { kind: 'reset', userId: 'id:ada' }), 1)
      for (const id of ['i1', 'i2', 'i3']) await store.addLink(link(id, { kind: 'invitation' }), 2)
      const all = ['s', 'r', 'for eve', 'again', 'i1', 'i2', 'i3']
      const kept = await Promise.all(all.map((id) => store.findLink(id)))
      expect(kept.flatMap((each) => each?.id ?? [])).to.deep.equal(['s', 'for eve', 'again', 'i2', 'i3'])
    })

    it('removes one of the kind that is asked for, once', async () => {
      await store.addLink(invitation, 5)
      expect(await store.removeLink('i', 'reset')).to.equal(false)
      expect(await store.removeLink('i', 'invitation')).to.equal(true)
      expect(await store.removeLink('i', 'invitation')).to.equal(false)
      expect(await store.addUserByLink(use(invitation), credentials('ada'), [])).to.equal('unusable')
    })

    it('removes those that cannot be used any more', async () => {
      for (const each of [reset, invitation, link('used', { kind: 'invitation', usesLeft: 0 })]) {
        await store.addLink(each, 5)
      }
      await store.removeSpentLinks(99)
      expect(await store.findLink('used')).to.equal(undefined)
      expect(await store.findLink('i')).to.deep.equal(invitation)
      await store.removeSpentLinks(100)
      expect([await store.findLink('i'), await store.findLink('r')]).to.deep.equal([undefined, undefined])
    })

    describe('to reset a password', () => {
      beforeEach(async () => {
        for (const name of ['ada', 'eve']) await store.addUser(credentials(name))
        await store.addSession(session('s1'), 10)
        await store.addSession(session('s2', { userId: 'id:eve' }), 10)
        await store.addLink(reset, 1)
      })

      const passwordOf = async (name: string) => (await store.findCredentials(name))?.passwordHash

      it('sets it for the one whom the link is for, and ends their sessions and nobody else’s', async () => {
        const done = await store.resetPassword(use(reset), '$new')
        expect(done).to.deep.equal({ user: credentials('ada').user, ended: ['s1'] })
        expect(await passwordOf('ada')).to.equal('$new')
        expect(await passwordOf('eve')).to.equal(credentials('eve').passwordHash)
        expect((await store.findSession('hash:s2'))?.user.id).to.equal('id:eve')
      })

      it('is used once, by one of many who come at the same time', async () => {
        const hashes = ['$a', '$b', '$c', '$d']
        const done = await Promise.all(hashes.map((hash) => store.resetPassword(use(reset), hash)))
        expect(done.filter(Boolean)).to.have.length(1)
        expect(await passwordOf('ada')).to.equal(hashes[done.findIndex(Boolean)])
        expect(await store.resetPassword(use(reset), '$again')).to.equal(undefined)
      })

      it('changes nothing when it has expired, is of another kind, or of nobody', async () => {
        await store.addLink(invitation, 5)
        for (const wrong of [use(reset, 100), use(invitation)]) {
          expect(await store.resetPassword(wrong, '$new')).to.equal(undefined)
        }
        expect(await store.resetPassword({ id: 'none', now: 50 }, '$new')).to.equal(undefined)
        expect(await passwordOf('ada')).to.equal(credentials('ada').passwordHash)
        expect((await store.findSession('hash:s1'))?.user.id).to.equal('id:ada')
        expect((await store.findLink('i'))?.usesLeft).to.equal(2)
      })

      it('is gone when the password was changed otherwise, or the account deleted', async () => {
        await store.changePassword('id:ada', '$changed', 's1')
        expect(await store.resetPassword(use(reset), '$new')).to.equal(undefined)
        await store.addLink(reset, 1)
        await store.deleteUser('id:ada')
        expect(await store.findLink('r')).to.equal(undefined)
        expect(await store.resetPassword(use(reset), '$new')).to.equal(undefined)
      })
    })

    describe('to add a user', () => {
      it('adds one for each of its uses, and no more of many who come at the same time', async () => {
        await store.addLink(invitation, 5)
        const names = ['a', 'b', 'c', 'd']
        const added = await Promise.all(
          names.map((name) => store.addUserByLink(use(invitation), credentials(name), [])),
        )
        expect([...added].sort()).to.deep.equal(['added', 'added', 'unusable', 'unusable'])
        const there = await Promise.all(names.map((name) => store.findUser(`id:${name}`)))
        expect(there.map(Boolean)).to.deep.equal(added.map((each) => each === 'added'))
        expect((await store.findLink('i'))?.usesLeft).to.equal(0)
      })

      it('costs no use when the name or a look of it is taken', async () => {
        await store.addLink(invitation, 5)
        await store.addUser(credentials('ada'), { looks: ['l1'], alone: true })
        expect(await store.addUserByLink(use(invitation), credentials('ada'), [])).to.equal('taken')
        expect(await store.addUserByLink(use(invitation), credentials('eve'), ['l0', 'l1'])).to.equal('taken')
        expect(await store.findUser('id:eve')).to.equal(undefined)
        expect((await store.findLink('i'))?.usesLeft).to.equal(2)
        expect(await store.addUserByLink(use(invitation), credentials('eve'), ['l0'])).to.equal('added')
        expect(await store.usersLooking(['l0'])).to.deep.equal(['id:eve'])
      })

      it('adds nobody when it has expired or is of another kind', async () => {
        await store.addLink(invitation, 5)
        const late = await store.addUserByLink(use(invitation, 100), credentials('ada'), [])
        const other = await store.addUserByLink({ ...use(invitation), kind: 'set-up' }, credentials('ada'), [])
        expect([late, other]).to.deep.equal(['unusable', 'unusable'])
        expect(await store.findCredentials('ada')).to.equal(undefined)
      })

      it('goes with the account of whoever made it', async () => {
        await root()
        await store.addLink(invitation, 5)
        await store.deleteUser('id:root')
        expect(await store.findLink('i')).to.equal(undefined)
      })

      it('goes, and what is for them, with one who is disabled', async () => {
        await store.addUser(credentials('ada'))
        const made = { ...invitation, madeBy: 'id:ada' }
        for (const each of [made, reset]) await store.addLink(each, 5)
        await store.disableUser('id:ada', false)
        expect(await store.findLink('r')).to.deep.equal(reset)
        await store.disableUser('id:ada', true)
        expect([await store.findLink('i'), await store.findLink('r')]).to.deep.equal([undefined, undefined])
      })
    })

    describe('to set a server up', () => {
      it('adds one administrator of many who come at the same time, and none where there is one', async () => {
        expect(await store.hasAdministrator()).to.equal(false)
        await store.addLink({ ...setUp, usesLeft: 3 }, 1)
        const made = ['a', 'b'].map((name) => credentials(name, { roles: ['administrator'] }))
        const added = await Promise.all(made.map((each) => store.addUserByLink(use(setUp), each, [])))
        expect([...added].sort()).to.deep.equal(['added', 'unusable'])
        expect(await store.hasAdministrator()).to.equal(true)
      })

      it('counts nobody as an administrator who has no such role, or was deleted', async () => {
        await store.addUser(credentials('ada'))
        await root()
        expect(await store.hasAdministrator()).to.equal(true)
        await store.deleteUser('id:root')
        expect(await store.hasAdministrator()).to.equal(false)
      })
    })
  })
}

function link(id: string, given: Partial<Link> & Pick<Link, 'kind'>): Link {
  return { id, secretHash: `hash:${id}`, madeAt: 1, expiresAt: 100, usesLeft: 1, ...given }
}
