import { expect } from 'chai'
import type { RoomLink } from '../../rooms/log/room-doors.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import type { Store } from '../../stores/store.ts'
import { credentials, session } from './account-store-suite.ts'
import { after, before, beforeEach, describe, it } from './runner.ts'

/** How many come at the same time. */
const MANY = 20

type Opened = Pick<Store, 'log' | 'accounts' | 'rooms' | 'doors' | 'audit' | 'close'>

/**
 * What every store keeps to where many change the same at the same time: each limit, each condition and each count holds
 * as if they had come one after the other. Called inside its own spec, with what opens a store.
 */
export function describeAtOnce(name: string, open: () => Promise<Opened>): void {
  describe(`twenty at once: ${name}`, () => {
    let opened: Opened
    let rounds = 0
    /** Names what belongs to one spec. */
    let own: string

    before(async () => {
      opened = await open()
    })
    beforeEach(() => {
      own = `own${++rounds}`
    })
    after(() => opened.close())

    const atOnce = <Result>(ask: (index: number) => Promise<Result>) =>
      Promise.all(Array.from({ length: MANY }, (_, index) => ask(index)))
    const record = (id: string, more: Partial<RoomRecord> = {}): RoomRecord => ({
      ...{ id: `${own}:${id}`, name: `Room ${id}`, application: own, owner: own, users: [own], revision: 0, ...more },
    })
    const find = async (id: string) => (await opened.rooms.find(`${own}:${id}`))?.record
    const audited = async () => (await opened.audit.entries({ by: own, limit: 100 })).length
    const entry = (what: string) => ({ at: 1, by: own, what })
    const user = () => opened.accounts.addUser(credentials(own))

    it('[P9] a user has no more rooms than they may, and each that is made is noted once', async () => {
      const made = await atOnce((index) => opened.rooms.make(record(`${index}`), 3, entry('room.make')))
      expect(made.filter(Boolean)).to.have.length(3)
      expect(await opened.rooms.list({ application: own, after: 0, limit: 100 })).to.have.length(3)
      expect(await audited()).to.equal(3)
    })

    it('rooms stand in the order in which they are there: who reads on from one misses none', async () => {
      const seen: string[] = []
      let after = 0
      const read = async () => {
        const next = await opened.rooms.list({ application: own, after, limit: 100 })
        after = next.at(-1)?.position ?? after
        seen.push(...next.map(({ record }) => record.id))
      }
      await atOnce(async (index) => {
        await opened.rooms.make(record(`${index}`), 100)
        await read()
      })
      await read()
      expect(new Set(seen).size).to.equal(MANY)
    })

    it('one room is made under an id, and one change is made to a revision', async () => {
      const made = await atOnce((index) => opened.rooms.make(record('a', { name: `By ${index}` }), 100))
      expect(made.filter(Boolean)).to.have.length(1)
      const changed = await atOnce((index) =>
        opened.rooms.change(
          { record: record('a', { revision: 1, users: [own, `guest:${index}`] }) },
          entry('room.edit'),
        ),
      )
      const [winner, ...others] = changed.filter(Boolean)
      expect(others).to.have.length(0)
      expect(await find('a')).to.deep.equal(winner?.record)
      expect(await opened.rooms.guests(own, 100)).to.have.members(winner?.record.users ?? [])
      expect(await audited()).to.equal(1)
    })

    it('a room that is archived while it is edited is in nobody’s list', async () => {
      for (let round = 0; round < 5; round++) {
        const id = `r${round}`
        await opened.rooms.make(record(id), 100)
        await Promise.all([
          opened.rooms.change({ record: record(id, { revision: 1, users: [own, 'guest'] }) }),
          opened.rooms.archive([`${own}:${id}`]),
        ])
      }
      expect(await opened.rooms.page({ application: own, user: 'guest', after: 0, limit: 100 })).to.deep.equal([])
    })

    it('a room that is recovered is whole, or was purged whole', async () => {
      for (let round = 0; round < 5; round++) {
        const id = `r${round}`
        await opened.rooms.make(record(id), 100)
        await opened.rooms.change({ record: record(id, { revision: 1, deletedAt: 1 }) })
        const [recovered] = await Promise.all([
          opened.rooms.change({ record: record(id, { revision: 2 }) }),
          opened.rooms.purge(`${own}:${id}`),
        ])
        expect(Boolean(await find(id))).to.equal(Boolean(recovered))
        expect((await opened.rooms.guests(own, 100)).length).to.equal(recovered ? 1 : 0)
        if (recovered) await opened.rooms.update([record(id, { users: [] })])
      }
    })

    it('rooms that several servers purge are gone, with all that was theirs, and no other is', async () => {
      const ids = ['one', 'two', 'stays']
      for (const id of ids) await opened.rooms.make(record(id), 100)
      for (const id of ids.slice(0, 2)) {
        await opened.log.open(`${own}:${id}`, { epoch: 'e', rules: 1 })
        await opened.rooms.change({ record: record(id, { revision: 1, deletedAt: 1 }) })
      }
      // Each goes through them in its own order, as often as there may be something left.
      const left = await atOnce(async (index) => {
        const order = index % 2 === 0 ? ids : ids.toReversed()
        return Promise.all(order.map((id) => opened.rooms.purge(`${own}:${id}`)))
      })
      expect(left.flat().filter(Boolean)).to.deep.equal([])
      expect(
        (await opened.rooms.list({ application: own, after: 0, limit: 100 })).map((found) => found.record.id),
      ).to.deep.equal([`${own}:stays`])
      expect(await opened.rooms.guests(own, 100)).to.deep.equal([own])
      // Another room of the same id begins anew.
      expect((await opened.log.open(`${own}:one`, { epoch: 'another', rules: 1 })).epoch).to.equal('another')
    })

    it('[P9] a link lets in as many as it has uses, by one change after the other', async () => {
      await opened.rooms.make(record('a'), 100)
      const link: RoomLink = {
        ...{ id: `${own}:l`, secretHash: '$', room: `${own}:a`, madeBy: own },
        ...{ madeAt: 1, expiresAt: 100, usesLeft: 5 },
      }
      await opened.doors.addLink(link, 10)
      /** As the host does it: again upon what the room is by now, until the link says no. */
      const enter = async (guest: string): Promise<boolean> => {
        for (;;) {
          const now = (await find('a')) ?? expect.fail('no room')
          const change = { record: { ...now, users: [...(now.users ?? []), guest], revision: (now.revision ?? 0) + 1 } }
          const done = await opened.doors.useLink({ id: link.id, now: 50 }, change, entry('room.enter'))
          if (done !== undefined) return done !== 'unusable'
        }
      }
      const entered = await atOnce((index) => enter(`guest:${index}`))
      expect(entered.filter(Boolean)).to.have.length(5)
      expect((await find('a'))?.users).to.have.length(6)
      expect((await opened.doors.findLink(link.id))?.usesLeft).to.equal(0)
      expect(await audited()).to.equal(5)
    })

    it('[P9] a room has no more links and no more knocks than it may', async () => {
      await opened.rooms.make(record('a'), 100)
      const room = `${own}:a`
      const common = { secretHash: '$', room, madeBy: own, madeAt: 1, expiresAt: 100, usesLeft: 1 }
      const added = await atOnce((index) => opened.doors.addLink({ ...common, id: `${own}:${index}` }, 4))
      expect(added.filter(Boolean)).to.have.length(4)
      expect(await opened.doors.linksOf(room, 50)).to.have.length(4)
      const knocks = await atOnce((index) =>
        opened.doors.knock(room, { user: { id: `u${index % 10}`, name: 'U' }, at: 10 }, { most: 4, since: 0 }),
      )
      expect(knocks.filter(Boolean)).to.have.length(4)
      expect(await opened.doors.knocksOf(room, 0)).to.have.length(4)
    })

    it('knocks of a room that end in many ways at the same time hold up nothing', async () => {
      await opened.rooms.make(record('a'), 100)
      const room = `${own}:a`
      const guests = Array.from({ length: MANY }, (_, index) => `u${index}`)
      for (const id of guests) {
        await opened.doors.knock(room, { user: { id, name: id }, at: 10 }, { most: 100, since: 0 })
      }
      await Promise.all([
        ...guests.map((id) => opened.doors.removeKnock(room, id)),
        opened.rooms.change({ record: record('a', { revision: 1, users: [own, ...guests.toReversed()] }) }),
        opened.doors.removeSpent(0, 11),
      ])
      expect(await opened.doors.knocksOf(room, 0)).to.deep.equal([])
    })

    it('[P9] a user has so many sessions, and none by a password that was changed', async () => {
      await user()
      const { passwordHash } = credentials(own)
      const userId = `id:${own}`
      await atOnce((index) => opened.accounts.addSession(session(`${own}:${index}`, { userId }), 5, passwordHash))
      expect(await opened.accounts.sessionsOf(userId)).to.have.length(5)
      await Promise.all([
        ...Array.from({ length: MANY }, (_, index) =>
          opened.accounts.addSession(session(`${own}:more:${index}`, { userId }), 5, passwordHash),
        ),
        opened.accounts.changePassword(userId, '$new'),
        opened.accounts.removeExpiredSessions(2000),
      ])
      expect(await opened.accounts.sessionsOf(userId)).to.deep.equal([])
    })

    it('nobody who is deleted or disabled meanwhile has a session', async () => {
      for (const end of [opened.accounts.deleteUser, (id: string) => opened.accounts.disableUser(id, true)]) {
        own = `own${++rounds}`
        await user()
        const userId = `id:${own}`
        await Promise.all([
          ...Array.from({ length: MANY }, (_, index) =>
            opened.accounts.addSession(session(`${own}:${index}`, { userId }), 50),
          ),
          end(userId),
        ])
        expect(await opened.accounts.sessionsOf(userId)).to.deep.equal([])
      }
    })

    it('one of many gets a name, or its looks, whatever the order in which they ask for them', async () => {
      const looks = [`${own}:l1`, `${own}:l2`, `${own}:l3`]
      const added = await atOnce((index) =>
        opened.accounts.addUser(credentials(`${own}:${index}`), {
          looks: index % 2 === 0 ? looks : looks.toReversed(),
          alone: true,
        }),
      )
      expect(added.filter(Boolean)).to.have.length(1)
      expect(await opened.accounts.usersLooking(looks)).to.deep.equal([`id:${own}:${added.indexOf(true)}`])
    })

    it('whoever is renamed by many is found by the last name, and by no other', async () => {
      await user()
      await atOnce((index) => opened.accounts.changeUser(`id:${own}`, { name: `${own}name${index}` }))
      const found = await opened.accounts.findUsers({ words: [`${own}name`], limit: 10 })
      expect(found).to.have.length(1)
      const { name } = found[0] ?? expect.fail('nobody')
      const all = await atOnce((index) => opened.accounts.findUsers({ words: [`${own}name${index}`], limit: 10 }))
      const hits = all.flatMap((users, index) => (users.length > 0 ? [`${own}name${index}`] : []))
      // A name of one digit begins those of two.
      expect(hits.filter((each) => !name.startsWith(each))).to.deep.equal([])
    })

    it('[P9] as many links of a kind are kept as may be, and wrong passwords are counted each, in any order of the keys', async () => {
      const made = { secretHash: '$', kind: 'reset', userId: own, madeAt: 1, expiresAt: 100, usesLeft: 1 } as const
      await atOnce((index) => opened.accounts.addLink({ ...made, id: `${own}:${index}` }, 2))
      const there = await atOnce((index) => opened.accounts.findLink(`${own}:${index}`))
      expect(there.filter(Boolean)).to.have.length(2)
      const keys = [`${own}:a`, `${own}:b`, `${own}:c`]
      await atOnce((index) => opened.accounts.addFailure(index % 2 === 0 ? keys : keys.toReversed(), 10))
      await atOnce((index) => opened.accounts.takeFailureBack(index % 2 === 0 ? keys : keys.toReversed()))
      await atOnce((index) => opened.accounts.addFailure(index % 2 === 0 ? keys : keys.toReversed(), 10))
      expect(await opened.accounts.failuresOf(keys)).to.deep.equal(keys.map(() => ({ count: MANY, at: 10 })))
    })

    it('an invitation makes as many accounts as it has uses, also where it ends meanwhile', async () => {
      const made = { secretHash: '$', kind: 'invitation', madeAt: 1, expiresAt: 100 } as const
      await opened.accounts.addLink({ ...made, id: `${own}:i`, usesLeft: 4 }, 50)
      const use = { id: `${own}:i`, kind: 'invitation', now: 50 } as const
      const added = await atOnce((index) => opened.accounts.addUserByLink(use, credentials(`${own}:${index}`), []))
      expect(added.filter((each) => each === 'added')).to.have.length(4)
      expect((await opened.accounts.findLink(use.id))?.usesLeft).to.equal(0)
    })
  })
}
