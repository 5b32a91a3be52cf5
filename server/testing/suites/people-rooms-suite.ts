import { expect } from 'chai'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import type { OpenedRoomCatalogue } from './opened-catalogue.ts'
import { RoomModel } from './room-model.ts'
import { after, before, beforeEach, describe, it } from './runner.ts'

/** What every room catalogue keeps to with rooms that people make and change. */
export function describePeopleRooms(name: string, open: () => Promise<OpenedRoomCatalogue>): void {
  describe(`rooms of people’s in a catalogue: ${name}`, () => {
    let opened: OpenedRoomCatalogue
    let applications = 0
    let application: string
    let owner: string

    before(async () => {
      opened = await open()
    })
    beforeEach(() => {
      application = `people-${++applications}`
      owner = `owner-${applications}`
    })
    after(() => opened.close())

    const record = (id: string, more: Partial<RoomRecord> = {}): RoomRecord => ({
      ...{ id: `${application}:${id}`, name: `Room ${id}`, application, owner },
      ...more,
    })
    const entry = (what: string, more: Partial<AuditEntry> = {}): AuditEntry => ({ at: 5, by: owner, what, ...more })
    const make = (given: RoomRecord, most = 10, audit?: AuditEntry) => opened.rooms.make(given, most, audit)
    const pageOf = async (user: string | null) => {
      const found = await opened.rooms.page({ application, user, after: 0, limit: 100 })
      return found.map(({ record }) => record.name)
    }
    const newest = async (limit = 100) =>
      (await opened.audit.entries({ limit })).map(({ position: _, ...entry }) => entry)

    it('makes a room with all that its record says, at the end of the list, and notes who did', async () => {
      const bans = [{ user: 'ü\ud800', by: owner, at: 1, until: null, reason: 'so \\ "said"' }]
      const wanted = record('a', { users: [owner, 'eve'], watch: 'members', bans, madeAt: 7, revision: 1 })
      const audit = entry('room.make', { room: wanted.id, user: 'ü\u0000', details: { deep: [1, null] } })
      const before = await opened.rooms.make(record('before'), 10)
      const made = await make(wanted, 10, audit)
      expect(made).to.deep.include({ record: wanted, origin: 'people', archived: false })
      expect(made?.position).to.be.greaterThan(before?.position ?? Number.POSITIVE_INFINITY)
      expect(await opened.rooms.find(wanted.id)).to.deep.equal(made)
      expect((await newest())[0]).to.deep.equal(audit)
    })

    it('makes none under an id that is taken, and no more than an owner may have, and notes nothing then', async () => {
      await make(record('a'), 2)
      expect(await make(record('a', { name: 'Another' }), 10, entry('room.make'))).to.equal(undefined)
      expect(await make(record('b'), 2)).not.to.equal(undefined)
      expect(await make(record('c'), 2, entry('room.make'))).to.equal(undefined)
      expect(await make({ ...record('d'), owner: `${owner}-other` }, 2), 'another’s').not.to.equal(undefined)
      await opened.rooms.change({ record: record('b', { revision: 1, deletedAt: 9 }) })
      expect(await make(record('c'), 2), 'one of them is deleted').not.to.equal(undefined)
      const audited = (await newest()).filter(({ by }) => by === owner)
      expect(audited).to.deep.equal([])
    })

    it('of two that make the last one an owner may have, one does', async () => {
      const made = await Promise.all([make(record('a'), 1), make(record('b'), 1)])
      expect(made.filter((room) => room !== undefined)).to.have.length(1)
    })

    it('hands a room over only to an owner who has not so many by now, and notes nothing else', async () => {
      const to = `${owner}-heir`
      await make(record('a'))
      await make(record('theirs', { owner: to }))
      const handed = record('a', { owner: to, revision: 1 })
      expect(await opened.rooms.handOver({ record: handed }, 1, entry('room.transfer'))).to.equal('full')
      expect((await opened.rooms.find(handed.id))?.record.owner).to.equal(owner)
      const done = await opened.rooms.handOver({ record: handed }, 2, entry('room.transfer'))
      expect(done).to.deep.include({ record: handed })
      expect(await opened.rooms.handOver({ record: handed }, 9), 'it is another one by now').to.equal(undefined)
      expect((await newest()).filter(({ by }) => by === owner)).to.have.length(1)
    })

    it('of two rooms that are handed over as the last one an owner may have, one is', async () => {
      const to = `${owner}-heir`
      await Promise.all([make(record('a')), make(record('b'))])
      const hand = (id: string) => opened.rooms.handOver({ record: record(id, { owner: to, revision: 1 }) }, 1)
      const handed = await Promise.all([hand('a'), hand('b')])
      expect(handed.filter((room) => room === 'full')).to.have.length(1)
    })

    it('changes a room that is still as it was seen, and notes it in the same step; else nothing at all', async () => {
      const first = await make(record('a'))
      const renamed = record('a', { name: 'New', revision: 1, users: [owner, 'bob'] })
      const changed = await opened.rooms.change({ record: renamed }, entry('room.edit'))
      expect(changed).to.deep.equal({ ...first, record: renamed })
      expect(
        await opened.rooms.change({ record: record('a', { name: 'Late', revision: 1 }) }, entry('room.late')),
      ).to.equal(undefined)
      expect(await opened.rooms.change({ record: record('none', { revision: 1 }) }, entry('room.none'))).to.equal(
        undefined,
      )
      expect((await opened.rooms.find(renamed.id))?.record).to.deep.equal(renamed)
      expect(await pageOf('bob')).to.deep.equal(['New'])
      expect(await pageOf('eve')).to.deep.equal([])
      const whats = (await newest()).filter(({ by }) => by === owner).map(({ what }) => what)
      expect(whats).to.deep.equal(['room.edit'])
    })

    it('tells the rooms whose records name a user, whatever became of them, and no others', async () => {
      const eve = `eve "%_' ${application}`
      await opened.rooms.ensure([{ ...record('host'), owner: eve }], 'host')
      const ban = { user: eve, by: owner, at: 1, until: null, reason: '' }
      await make(record('a', { owner: eve }))
      await make(record('b', { moderators: ['bob', eve] }))
      await make(record('c', { users: [owner, eve] }))
      await make(record('d', { bans: [ban] }))
      await make(record('e', { users: [eve.toUpperCase(), `${eve}2`] }))
      await opened.rooms.change({ record: record('b', { moderators: [eve], revision: 1, deletedAt: 5 }) })
      await opened.rooms.change({ record: record('c', { users: [owner, eve], revision: 1 }), archived: true })
      const naming = async (after: number, limit: number) => opened.rooms.naming({ user: eve, after, limit })
      const found = await naming(0, 3)
      expect(found.map(({ record }) => record.name)).to.deep.equal(['Room a', 'Room b', 'Room c'])
      expect(found[1]?.record).to.include({ deletedAt: 5 })
      const rest = await naming(found[2]?.position ?? 0, 3)
      expect(rest.map(({ record }) => record.name)).to.deep.equal(['Room d'])
    })

    it('of two that change one revision, one does', async () => {
      await make(record('a'))
      const change = (name: string) => opened.rooms.change({ record: record('a', { name, revision: 1 }) }, entry(name))
      const changed = await Promise.all([change('One'), change('Other')])
      expect(changed.filter((room) => room !== undefined)).to.have.length(1)
      expect((await newest()).filter(({ by }) => by === owner)).to.have.length(1)
    })

    it('[P10] archives and restores a room, whose guests have it only while it is out of the archive', async () => {
      const own = (revision: number, more: Partial<RoomRecord> = {}) =>
        record('a', { users: [owner, 'bob'], revision, ...more })
      await make(own(0))
      await opened.rooms.change({ record: own(1), archived: true })
      expect(await pageOf('bob')).to.deep.equal([])
      expect(await opened.rooms.guests(application, 10)).to.deep.equal([])
      const edited = await opened.rooms.change({ record: own(2, { name: 'Edited' }) })
      expect(edited?.archived, 'an edit leaves it there').to.equal(true)
      await opened.rooms.change({ record: own(3), archived: false })
      expect(await pageOf('bob')).to.deep.equal(['Room a'])
    })

    it('a deleted room is archived, and when it is recovered it is where it was', async () => {
      for (const archived of [false, true]) {
        const own = (revision: number, more: Partial<RoomRecord> = {}) => record(`${archived}`, { revision, ...more })
        await make(own(0))
        await opened.rooms.change({ record: own(1), archived })
        const deleted = await opened.rooms.change({ record: own(2, { deletedAt: 100 }) })
        expect(deleted?.archived).to.equal(true)
        expect(deleted?.record.deletedAt).to.equal(100)
        expect((await opened.rooms.change({ record: own(3) }))?.archived).to.equal(archived)
      }
    })

    it('[P10] lists a room that everybody may watch for all, once, whoever may enter it', async () => {
      await make(record('a', { users: [owner], watch: 'everybody' }))
      for (const user of [owner, 'eve', null]) expect(await pageOf(user)).to.deep.equal(['Room a'])
      expect(await opened.rooms.guests(application, 10)).to.deep.equal([])
    })

    it('tells the rooms that were deleted before a time, the first ones first', async () => {
      const deletedAt = { a: 300, b: 100, c: 200, d: 400 }
      for (const id of Object.keys(deletedAt)) await make(record(id))
      for (const [id, at] of Object.entries(deletedAt))
        await opened.rooms.change({ record: record(id, { revision: 1, deletedAt: at }) })
      const deleted = async (before: number, limit = 100) => {
        const found = await opened.rooms.deleted(before, limit)
        return found.filter((room) => room.record.application === application).map(({ record }) => record.name.slice(5))
      }
      expect(await deleted(400)).to.deep.equal(['b', 'c', 'a'])
      expect(await opened.rooms.deleted(1000, 1)).to.have.length(1)
    })

    it('purges a deleted room with its log, a part at a time, and no other', async () => {
      const wanted = [record('gone'), record('stays')]
      for (const each of wanted) {
        await make(each)
        const model = new RoomModel(each.id)
        const { term } = await opened.log.open(each.id, { epoch: 'e', rules: 1 })
        for (let round = 0; round < 5; round++) {
          const append = model.append(
            term,
            Array.from({ length: 500 }, () => ({ kind: 'forget' })),
          )
          await opened.log.append([append])
        }
      }
      expect(await opened.rooms.purge(record('gone').id), 'not deleted').to.equal(false)
      expect(await opened.rooms.find(record('gone').id)).not.to.equal(undefined)
      await opened.rooms.change({ record: record('gone', { revision: 1, deletedAt: 1 }) })
      let calls = 1
      while (await opened.rooms.purge(record('gone').id)) calls++
      expect(calls).to.be.at.most(10)
      expect(await opened.rooms.find(record('gone').id)).to.equal(undefined)
      const names = (await opened.rooms.list({ application, after: 0, limit: 10 })).map(({ record }) => record.name)
      expect(names).to.deep.equal(['Room stays'])
      expect((await opened.log.open(record('stays').id, { epoch: 'f', rules: 1 })).version).to.equal(2500)
      expect((await opened.log.open(record('gone').id, { epoch: 'f', rules: 1 })).version, 'nothing is left').to.equal(
        0,
      )
      expect(await opened.rooms.purge(record('gone').id)).to.equal(false)
    })
  })
}
