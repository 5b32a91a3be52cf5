import { expect } from 'chai'
import { defineApplication } from '../../../server/contract/define-application.ts'
import type { RoomListing } from '../../../server/protocol/listings.ts'
import { enter, settled, type Tab } from '../../support/core.ts'
import { application, codeOf, startKeptCore, user } from './support/kept-core.ts'

const [olga, mo, eve, bob] = [user('olga'), user('mo'), user('eve'), user('bob')] as const
const root = user('root', 'administrator')
const { name: app } = application
const newRoom = (more: object = {}) => ({ application: app, name: 'Our room', ...more })
const gone = (tab: Tab) => tab.sent('gone').map(({ args }) => args[0])
const removed = (tab: Tab) => tab.sent('removed').map(({ args }) => (args[1] as { error: { code: string } }).error.code)
const names = (rooms: readonly RoomListing[]) => rooms.map(({ name }) => name)

describe('the keeper of rooms', () => {
  describe('makes a room', () => {
    it('that is its maker’s, at once in the lists of those who look at the end, and of nobody else where it is private', async () => {
      const { keeper, connect, clock } = startKeptCore()
      const [looking, mine, elsewhere] = [connect('eve'), connect('olga'), connect('bob')]
      await Promise.all([looking.list(), mine.list()])
      const open = await keeper.make(olga, newRoom())
      const closed = await keeper.make(olga, newRoom({ name: ' Hidden ', private: true, players: { min: 2 } }))
      expect(open.record).to.deep.include({ owner: 'olga', name: 'Our room', madeAt: clock.now(), revision: 1 })
      expect(open.origin).to.equal('people')
      expect(closed.record).to.deep.include({ name: 'Hidden', users: ['olga'], players: { min: 2 } })
      await clock.pass(300)
      expect(names(looking.told())).to.deep.equal(['Our room'])
      expect(new Set(names(mine.told()))).to.deep.equal(new Set(['Our room', 'Hidden']))
      expect(elsewhere.told()).to.deep.equal([])
    })

    it('also for somebody who is just reading the list’s end', async () => {
      const core = startKeptCore()
      const page = core.catalogue.page.bind(core.catalogue)
      let pass = (): void => {}
      const held = new Promise<void>((resolve) => {
        pass = resolve
      })
      core.catalogue.page = async (query) => {
        const rooms = await page(query)
        await held
        return rooms
      }
      const tab = core.connect('eve')
      const reading = tab.list()
      await settled()
      await core.keeper.make(olga, newRoom())
      pass()
      expect(names((await reading).rooms)).to.deep.equal(['Our room'])
    })

    it('[P4] once under an id, which nobody else gets: it is noted once, and may be their last', async () => {
      const { keeper, audit } = startKeptCore([], { roomsPerUser: 1 })
      const first = await keeper.make(olga, newRoom({ private: true }), 'made-of-a-key')
      const again = await keeper.make(olga, newRoom({ private: true }), 'made-of-a-key')
      expect(again.record).to.deep.equal(first.record)
      expect(await audit.entries({ what: 'room.make', limit: 10 })).to.have.length(1)
      expect(await codeOf(keeper.make(bob, newRoom(), 'made-of-a-key'))).to.equal('ROOM_NOT_FOUND')
      expect(await codeOf(keeper.make(olga, newRoom(), 'made-of-another'))).to.equal('TOO_LARGE')
    })

    it('for whoever may, as its application takes it, and only so many each', async () => {
      const { keeper } = startKeptCore([], { roomsPerUser: 2 })
      expect(await codeOf(keeper.make(user('guest'), newRoom()))).to.equal('FORBIDDEN')
      expect(await codeOf(keeper.make(olga, newRoom({ application: 'none' })))).to.equal('INVALID_MESSAGE')
      expect(await codeOf(keeper.make(olga, newRoom({ name: '' })))).to.equal('INVALID_MESSAGE')
      expect(await codeOf(keeper.make(olga, newRoom({ players: { max: 4 } })))).to.equal('INVALID_MESSAGE')
      await keeper.make(olga, newRoom())
      const second = await keeper.make(olga, newRoom())
      expect(await codeOf(keeper.make(olga, newRoom()))).to.equal('TOO_LARGE')
      await keeper.delete(olga, second.record.id)
      expect(await codeOf(keeper.make(olga, newRoom()))).to.equal(undefined)
      expect(await codeOf(keeper.make(bob, newRoom()))).to.equal(undefined)
    })
  })

  describe('gives nobody more rooms than they may have', () => {
    it('by handing one over, nor by recovering one', async () => {
      const { keeper, audit } = startKeptCore([], { roomsPerUser: 1 })
      const { record: first } = await keeper.make(olga, newRoom())
      const { record: theirs } = await keeper.make(bob, newRoom())
      expect(await codeOf(keeper.setRole(olga, first.id, 'bob', 'owner'))).to.equal('TOO_LARGE')
      expect(await codeOf(keeper.setRole(null, first.id, 'bob', 'owner')), 'nor by the host').to.equal('TOO_LARGE')
      expect((await keeper.find(olga, first.id)).record.owner).to.equal('olga')
      await keeper.delete(bob, theirs.id)
      await keeper.setRole(olga, first.id, 'bob', 'owner')
      expect(await codeOf(keeper.recover(bob, theirs.id))).to.equal('TOO_LARGE')
      await keeper.setRole(bob, first.id, 'olga', 'owner')
      await keeper.recover(bob, theirs.id)
      const whats = (await audit.entries({ limit: 9 })).map(({ what }) => what).reverse()
      const transfers = ['room.delete', 'room.transfer', 'room.transfer', 'room.recover']
      expect(whats).to.deep.equal(['room.make', 'room.make', ...transfers])
    })
  })

  describe('changes a room', () => {
    it('only for whoever may; to whom may not see it there is none', async () => {
      const { keeper } = startKeptCore([{ id: 'H', name: 'Host’s', owner: 'olga' }])
      const { record } = await keeper.make(olga, newRoom({ private: true }))
      for (const id of [record.id, 'nowhere']) {
        expect(await codeOf(keeper.find(eve, id))).to.equal('ROOM_NOT_FOUND')
        expect(await codeOf(keeper.edit(eve, id, { name: 'Mine' }))).to.equal('ROOM_NOT_FOUND')
        expect(await codeOf(keeper.ban(eve, id, 'olga', { until: null, reason: '' }))).to.equal('ROOM_NOT_FOUND')
      }
      await keeper.invite(olga, record.id, 'eve')
      expect(await codeOf(keeper.edit(eve, record.id, { name: 'Mine' }))).to.equal('FORBIDDEN')
      await keeper.setRole(olga, record.id, 'mo', 'moderator')
      expect(await codeOf(keeper.edit(mo, record.id, { name: 'Mine' }))).to.equal('FORBIDDEN')
      expect(await codeOf(keeper.remove(mo, record.id, 'olga'))).to.equal('FORBIDDEN')
      expect(await codeOf(keeper.remove(mo, record.id, 'eve'))).to.equal(undefined)
      expect(await codeOf(keeper.edit(root, record.id, { name: 'Theirs' }))).to.equal(undefined)
      expect(await codeOf(keeper.edit(root, 'H', { name: 'Theirs' })), 'its host’s code says').to.equal('FORBIDDEN')
      expect(await codeOf(keeper.edit(null, 'H', { name: 'Theirs' }))).to.equal('FORBIDDEN')
      expect(await codeOf(keeper.ban(root, 'H', 'eve', { until: null, reason: '' }))).to.equal(undefined)
    })

    it('only as it was seen, where a revision is named; else after all that came before', async () => {
      const { keeper } = startKeptCore()
      const { record } = await keeper.make(olga, newRoom())
      const both = ['One', 'Other'].map((name) => codeOf(keeper.edit(olga, record.id, { name }, 1)))
      expect(await Promise.all(both)).to.deep.equal([undefined, 'CHANGED_MEANWHILE'])
      await Promise.all(['a', 'b', 'c'].map((guest) => keeper.setRole(olga, record.id, guest, 'moderator')))
      const { moderators, revision } = (await keeper.find(olga, record.id)).record
      expect(moderators).to.have.members(['a', 'b', 'c'])
      expect(revision).to.equal(5)
    })

    it('[P3] in force only when it is stored: what fails changes nothing, and what was stored is in force', async () => {
      const core = startKeptCore()
      const { record } = await core.keeper.make(olga, newRoom())
      const tab = core.connect('eve')
      await enter(core, tab, record.id)
      const change = core.catalogue.change.bind(core.catalogue)
      core.catalogue.change = async () => {
        throw new Error('the disk is full')
      }
      const ban = () => core.keeper.ban(olga, record.id, 'eve', { until: null, reason: '' })
      expect(await codeOf(ban())).to.equal('NOT_STORED')
      expect(removed(tab)).to.deep.equal([])
      core.catalogue.change = async (...args) => {
        await change(...args)
        throw new Error('the answer was lost')
      }
      expect(await codeOf(ban())).to.equal('NOT_STORED')
      expect(removed(tab)).to.deep.equal(['ROOM_NOT_FOUND'])
    })

    it('for all who are in it and who look, in one step: its name, its bounds, its roles', async () => {
      const core = startKeptCore()
      const { keeper, connect, registry } = core
      const { record } = await keeper.make(olga, newRoom())
      const [inside, looking] = [connect('eve'), connect('bob')]
      await enter(core, inside, record.id)
      await looking.list()
      expect(registry.listing(record.id)?.status).to.equal('running')
      await keeper.edit(olga, record.id, { name: 'Renamed', players: { min: 2, max: 2 } })
      expect(inside.told().at(-1)).to.deep.include({ name: 'Renamed', min: 2, max: 2 })
      await core.clock.pass(300)
      expect(looking.told().at(-1)).to.deep.include({ name: 'Renamed', status: 'paused' })
      await keeper.setRole(olga, record.id, 'eve', 'moderator')
      await core.clock.pass(50)
      expect((await registry.opened(record.id)?.host.read())?.members[0]).to.deep.include({
        id: 'eve',
        role: 'moderator',
      })
    })

    it('[P10] from public to private: who is not invited is out of it, and of the lists; and back', async () => {
      const core = startKeptCore()
      const { keeper, connect } = core
      const { record } = await keeper.make(olga, newRoom())
      const [inside, looking, owner] = [connect('eve'), connect('bob'), connect('olga')]
      await Promise.all([inside, looking, owner].map((tab) => tab.list()))
      await enter(core, inside, record.id)
      const edit = (closed: boolean) => keeper.edit(olga, record.id, { private: closed })
      const closing = edit(true)
      await core.clock.pass(50)
      await closing
      expect(removed(inside)).to.deep.equal(['ROOM_NOT_FOUND'])
      for (const tab of [inside, looking]) {
        expect(gone(tab)).to.include(record.id)
        expect((await tab.list()).rooms).to.deep.equal([])
      }
      expect(gone(owner)).to.deep.equal([])
      expect((await inside.enter(record.id)).ok).to.equal(false)
      await keeper.invite(olga, record.id, 'eve')
      expect(names(inside.told())).to.include('Our room')
      await edit(false)
      await core.clock.pass(300)
      expect(names(looking.told())).to.include('Our room')
    })

    it('in the archive: members stay and read, nothing goes on; out of it they go on in their seats', async () => {
      const core = startKeptCore()
      const { keeper, connect } = core
      const { record } = await keeper.make(olga, newRoom())
      const [inside, looking, later] = [connect('eve'), connect('bob'), connect('cid')]
      await enter(core, inside, record.id)
      await looking.list()
      await keeper.archive(olga, record.id)
      expect(inside.told().at(-1)).to.deep.include({ id: record.id, archived: true })
      expect(gone(looking)).to.deep.equal([record.id])
      expect(removed(inside)).to.deep.equal([])
      const act = () => inside.ask('act', record.id, { client: inside.client, seq: 1, name: 'add', payload: { by: 1 } })
      expect(await act()).to.have.nested.property('error.code', 'ROOM_ARCHIVED')
      expect((await enter(core, later, record.id)).snapshot.state).to.deep.include({ total: 0 })
      await keeper.restore(olga, record.id)
      await core.clock.pass(300)
      expect(names(looking.told())).to.deep.equal(['Our room'])
      expect(await act(), 'in the seat that it kept').to.deep.include({ ok: true })
      expect(later.sent('frame').at(-1)?.args[1], 'asks for the room anew').to.deep.include({ patches: [] })
      await enter(core, later, record.id)
      expect(await later.act(record.id, 'add', { by: 1 })).to.deep.include({ ok: true })
    })
  })

  it('in the archive lets no alarm ring, and lets it go on where it was when the room is back', async () => {
    const rules = defineApplication({
      name: 'ticking',
      players: { min: 1, max: 3 },
      initialise: ({ alarms }) => {
        alarms.set('tick', { in: 1000 })
        return { ticks: 0 }
      },
      alarms: { tick: (state) => void state.ticks++ },
      update: () => ({}),
    })
    const core = startKeptCore([], { rules })
    const { record } = await core.keeper.make(olga, { application: 'ticking', name: 'Ours' })
    await enter(core, core.connect('eve'), record.id)
    const ticks = async () => (await core.registry.opened(record.id)?.host.read())?.state?.ticks
    await core.keeper.archive(olga, record.id)
    await core.clock.pass(5000)
    expect(await ticks()).to.equal(0)
    await core.keeper.restore(olga, record.id)
    await core.clock.pass(2000)
    expect(await ticks()).to.equal(1)
  })

  it('[P10] changes a room also while it is being opened: whoever enters it comes into what it is by then', async () => {
    const core = startKeptCore()
    const { keeper, connect, log } = core
    const { record } = await keeper.make(olga, newRoom())
    const open = log.open.bind(log)
    let pass = (): void => {}
    const held = new Promise<void>((resolve) => {
      pass = resolve
    })
    log.open = async (...args) => {
      await held
      return open(...args)
    }
    const tab = connect('eve')
    const entering = tab.request('enter', record.id, { client: tab.client })
    await settled()
    await keeper.edit(olga, record.id, { private: true, name: 'Hidden' })
    pass()
    await core.clock.pass(50)
    expect(await entering).to.have.nested.property('error.code', 'ROOM_NOT_FOUND')
    expect(core.registry.opened(record.id)?.record).to.deep.include({ name: 'Hidden', users: ['olga'] })
  })

  describe('puts a user out', () => {
    for (const [how, put, code] of [
      ['removed', 'remove', 'FORBIDDEN'],
      ['banned', 'ban', 'ROOM_NOT_FOUND'],
    ] as const) {
      it(`${how}: in every tab, also where they are only watching, or away, or just entering`, async () => {
        const core = startKeptCore()
        const { keeper, connect, registry } = core
        const { record } = await keeper.make(olga, newRoom())
        const [first, second, watching, away, bobs] = [
          ...['eve/1', 'eve/2', 'eve/3', 'eve/4'].map((id) => connect('eve', id)),
          connect('bob'),
        ] as [Tab, Tab, Tab, Tab, Tab]
        for (const tab of [first, second, away, bobs]) await enter(core, tab, record.id)
        await enter(core, watching, record.id, { spectate: true })
        away.disconnect()
        const entering = connect('eve', 'eve/5')
        const answer = entering.request('enter', record.id, { client: 'eve/5' })
        await settled()
        await core.clock.pass(50)
        const out =
          put === 'ban'
            ? keeper.ban(olga, record.id, 'eve', { until: null, reason: 'spam' })
            : keeper.remove(olga, record.id, 'eve')
        await core.clock.pass(50)
        await out
        for (const tab of [first, second, watching]) {
          expect(removed(tab)).to.deep.equal([code])
          expect(tab.sent('removed')[0]?.args[1]).to.have.nested.property('error.message').that.includes(how)
        }
        await answer
        const frames = () => [first, second, watching, entering].map((tab) => tab.sent('frame').length)
        const before = frames()
        await bobs.act(record.id, 'add', { by: 1 })
        await core.clock.pass(100)
        expect(frames()).to.deep.equal(before)
        expect((await registry.opened(record.id)?.host.read())?.members.map(({ id }) => id)).to.deep.equal(['bob'])
        expect((await first.enter(record.id)).ok).to.equal(put === 'remove')
      })
    }

    it('banned while away, so that the seat that was kept is free at once', async () => {
      const core = startKeptCore()
      const { record } = await core.keeper.make(olga, newRoom())
      const [eves, bobs] = [core.connect('eve'), core.connect('bob')]
      for (const tab of [eves, bobs]) await enter(core, tab, record.id)
      eves.disconnect()
      await core.keeper.ban(olga, record.id, 'eve', { until: null, reason: '' })
      await core.clock.pass(50)
      const members = async () => (await core.registry.opened(record.id)?.host.read())?.members.map(({ id }) => id)
      expect(await members()).to.deep.equal(['bob'])
    })

    it('banned for a time: they are let in when it is over, or when it is lifted', async () => {
      const core = startKeptCore()
      const { keeper, clock } = core
      const { record } = await keeper.make(olga, newRoom())
      const tab = core.connect('eve')
      const ban = (ms: number) => keeper.ban(olga, record.id, 'eve', { until: clock.now() + ms, reason: '' })
      await ban(1000)
      expect((await tab.list()).rooms).to.deep.equal([])
      expect((await tab.enter(record.id)).ok).to.equal(false)
      await clock.pass(1000)
      expect(names((await tab.list()).rooms)).to.deep.equal(['Our room'])
      await ban(1000)
      expect(gone(tab)).to.include(record.id)
      await keeper.lift(olga, record.id, 'eve')
      expect(names(tab.told())).to.include('Our room')
      expect((await enter(core, tab, record.id)).ok).to.equal(true)
      expect(await codeOf(ban(-1))).to.equal('INVALID_MESSAGE')
    })
  })

  it('hands a room over: its owner is another, and who was it sees to it', async () => {
    const { keeper } = startKeptCore()
    const { record } = await keeper.make(olga, newRoom({ private: true }))
    expect(await codeOf(keeper.setRole(olga, record.id, 'olga', 'member'))).to.equal('FORBIDDEN')
    const { record: after } = await keeper.setRole(olga, record.id, 'mo', 'owner')
    expect(after).to.deep.include({ owner: 'mo', moderators: ['olga'], users: ['olga', 'mo'] })
    expect(await codeOf(keeper.edit(olga, record.id, { name: 'Mine' }))).to.equal('FORBIDDEN')
    expect(await codeOf(keeper.uninvite(mo, record.id, 'olga')), 'sees to it').to.equal('FORBIDDEN')
  })

  it('deletes a room: to all but its owner and administrators there is none, until they recover it', async () => {
    const core = startKeptCore()
    const { keeper, connect, clock } = core
    const { record } = await keeper.make(olga, newRoom())
    const [inside, owner] = [connect('eve'), connect('olga')]
    for (const tab of [inside, owner]) await enter(core, tab, record.id)
    await keeper.delete(olga, record.id)
    await clock.pass(50)
    for (const tab of [inside, owner]) {
      expect(removed(tab)).to.deep.equal(['ROOM_NOT_FOUND'])
      expect((await tab.enter(record.id)).ok).to.equal(false)
    }
    expect(await codeOf(keeper.find(eve, record.id))).to.equal('ROOM_NOT_FOUND')
    expect(keeper.mayOf(olga, await keeper.find(olga, record.id))).to.deep.equal(['see', 'recover'])
    expect(await codeOf(keeper.recover(eve, record.id))).to.equal('ROOM_NOT_FOUND')
    await keeper.recover(root, record.id)
    expect((await enter(core, inside, record.id)).ok).to.equal(true)
  })
})
