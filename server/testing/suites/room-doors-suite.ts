import { expect } from 'chai'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { RoomLink } from '../../rooms/log/room-doors.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import type { Store } from '../../stores/store.ts'
import { after, before, beforeEach, describe, it } from './runner.ts'

type Opened = Pick<Store, 'rooms' | 'doors' | 'audit' | 'close'>

/** What every store keeps to with links into rooms and with knocks. */
export function describeRoomDoors(name: string, open: () => Promise<Opened>): void {
  describe(`doors of rooms in a store: ${name}`, () => {
    let opened: Opened
    let rooms = 0
    let room: RoomRecord

    before(async () => {
      opened = await open()
    })
    beforeEach(async () => {
      room = { id: `door-${++rooms}`, name: 'Hidden', application: 'doors', owner: 'ada', users: ['ada'], revision: 0 }
      await opened.rooms.make(room, 1000)
    })
    after(() => opened.close())

    const link = (id: string, more: Partial<RoomLink> = {}): RoomLink => ({
      ...{ id: `${room.id}:${id}`, secretHash: `hash:${id}`, room: room.id, madeBy: 'ada\ud800' },
      ...{ madeAt: 1, expiresAt: 100, usesLeft: 1, ...more },
    })
    const add = (...links: readonly RoomLink[]) => Promise.all(links.map((each) => opened.doors.addLink(each, 10)))
    const idsAt = async (now: number) => (await opened.doors.linksOf(room.id, now)).map(({ id }) => id.split(':')[1])
    const guests = async () => (await opened.rooms.find(room.id))?.record.users
    const inviting = (user: string, revision = 1) => ({ record: { ...room, users: ['ada', user], revision } })
    const newest = async () => (await opened.audit.entries({ limit: 1 }))[0]
    const entry = (what: string): AuditEntry => ({ at: 5, by: 'ada', what, room: room.id })

    it('finds a link as it was made, and lists those of the room that can be used, the last first', async () => {
      await add(link('a', { usesLeft: 3 }), link('b', { expiresAt: 60 }))
      await opened.doors.addLink({ ...link('c'), room: 'another' }, 10)
      expect(await opened.doors.findLink(link('a').id)).to.deep.equal(link('a', { usesLeft: 3 }))
      expect(await opened.doors.findLink('nobody’s')).to.equal(undefined)
      expect([await idsAt(59), await idsAt(60), await idsAt(100)]).to.deep.equal([['b', 'a'], ['a'], []])
    })

    it('[P9] adds no more than a room may have that can be used, and notes nothing then', async () => {
      expect(await opened.doors.addLink(link('a', { expiresAt: 9 }), 2, entry('one'))).to.equal(true)
      expect(await newest()).to.deep.include(entry('one'))
      await add(link('b'))
      expect(await opened.doors.addLink(link('c', { madeAt: 8 }), 2, entry('two'))).to.equal(false)
      expect(await newest()).to.deep.include(entry('one'))
      expect(await opened.doors.addLink(link('c', { madeAt: 9 }), 2), 'one has expired').to.equal(true)
    })

    it('removes a link of the room that is asked for, once, and notes it then', async () => {
      await add(link('a'))
      expect(await opened.doors.removeLink('another', link('a').id, entry('no'))).to.equal(false)
      expect(await opened.doors.removeLink(room.id, link('a').id, entry('yes'))).to.equal(true)
      expect(await opened.doors.removeLink(room.id, link('a').id, entry('no'))).to.equal(false)
      expect(await newest()).to.deep.include(entry('yes'))
      expect(await opened.doors.findLink(link('a').id)).to.equal(undefined)
    })

    describe('a link that is used', () => {
      const use = (id: string, user: string, { now = 50, revision = 1 } = {}) =>
        opened.doors.useLink({ id: link(id).id, now }, inviting(user, revision), entry(`by ${user}`))

      it('lets its user in and costs a use, together', async () => {
        await add(link('a', { usesLeft: 2 }))
        expect(await use('a', 'eve')).to.deep.include(inviting('eve'))
        expect((await opened.doors.findLink(link('a').id))?.usesLeft).to.equal(1)
        expect(await newest()).to.deep.include(entry('by eve'))
      })

      it('costs nothing, and notes nothing, where the room was changed meanwhile', async () => {
        await add(link('a'))
        expect(await use('a', 'zoe', { revision: 7 })).to.equal(undefined)
        expect((await opened.doors.findLink(link('a').id))?.usesLeft).to.equal(1)
        expect((await newest())?.what).not.to.equal('by zoe')
      })

      it('is none when it has expired, is used up, was removed, or is another room’s: then nobody is let in', async () => {
        await add(link('late', { expiresAt: 50 }), link('used', { usesLeft: 0 }), link('other', { room: 'another' }))
        for (const id of ['late', 'used', 'other', 'none']) expect(await use(id, 'eve'), id).to.equal('unusable')
        expect(await guests()).to.deep.equal(['ada'])
      })

      it('lets one in of two who come at the same time for its last use', async () => {
        await add(link('a'))
        const done = await Promise.all([use('a', 'eve'), use('a', 'bob')])
        expect(done.filter((each) => typeof each === 'object')).to.have.length(1)
        expect(await guests()).to.have.length(2)
      })
    })

    describe('knocks', () => {
      const knock = (id: string, at = 10, { most = 3, since = 0 } = {}) =>
        opened.doors.knock(room.id, { user: { id, name: `${id}\u0000` }, at }, { most, since })
      const knocking = async (since = 0) => (await opened.doors.knocksOf(room.id, since)).map(({ user }) => user.id)
      const change = (more: Partial<RoomRecord>) => opened.rooms.change({ record: { ...room, revision: 1, ...more } })

      it('[P9] are kept once of each, the first first, so many of a room and since a time', async () => {
        expect([await knock('eve', 1), await knock('bob', 2), await knock('eve', 3)]).to.deep.equal([true, true, false])
        const [first] = await opened.doors.knocksOf(room.id, 0)
        expect(first).to.deep.equal({ user: { id: 'eve', name: 'eve\u0000' }, at: 1 })
        expect([await knock('cy'), await knock('dan')]).to.deep.equal([true, false])
        expect(await knocking()).to.deep.equal(['eve', 'bob', 'cy'])
        expect(await knocking(2)).to.deep.equal(['bob', 'cy'])
        expect(await knock('dan', 20, { since: 2 }), 'one is forgotten').to.equal(true)
        expect(await knocking()).to.deep.equal(['bob', 'cy', 'dan'])
      })

      it('end when they are answered, once', async () => {
        await knock('eve')
        expect(await opened.doors.removeKnock(room.id, 'eve', entry('declined'))).to.equal(true)
        expect(await newest()).to.deep.include(entry('declined'))
        expect(await opened.doors.removeKnock(room.id, 'eve', entry('again'))).to.equal(false)
        expect(await newest()).to.deep.include(entry('declined'))
      })

      it('end with the change by which who knocks is let in, or banned', async () => {
        for (const user of ['eve', 'bob', 'cy']) await knock(user)
        const bans = [{ user: 'bob', by: 'ada', at: 1, until: null, reason: '' }]
        await change({ users: ['ada', 'eve'], bans })
        expect(await knocking()).to.deep.equal(['cy'])
      })

      it('end where the room becomes everyone’s, or is deleted', async () => {
        await knock('eve')
        const { users: _, ...open } = room
        await opened.rooms.change({ record: { ...open, revision: 1 } })
        expect(await knocking()).to.deep.equal([])
        await knock('eve')
        await change({ revision: 2, deletedAt: 7 })
        expect(await knocking()).to.deep.equal([])
      })
    })

    it('forgets what is over, and with a room that is purged its links and knocks', async () => {
      await add(link('a'), link('late', { expiresAt: 50 }), link('used', { usesLeft: 0 }))
      const knock = { user: { id: 'eve', name: 'Eve' }, at: 10 }
      await opened.doors.knock(room.id, knock, { most: 3, since: 0 })
      await opened.doors.removeSpent(50, 10)
      expect(await opened.doors.findLink(link('late').id)).to.equal(undefined)
      expect(await opened.doors.findLink(link('used').id)).to.equal(undefined)
      expect(await opened.doors.findLink(link('a').id)).to.deep.equal(link('a'))
      expect(await opened.doors.knocksOf(room.id, 0)).to.have.length(1)
      await opened.doors.removeSpent(50, 11)
      expect(await opened.doors.knocksOf(room.id, 0)).to.have.length(0)
      await opened.rooms.change({ record: { ...room, revision: 1, deletedAt: 5 } })
      while (await opened.rooms.purge(room.id));
      expect(await opened.doors.findLink(link('a').id)).to.equal(undefined)
    })
  })
}
