import { expect } from 'chai'
import type { AnyApplication } from '../../../server/contract/application.ts'
import type { LobbyListing, RoomListing, RoomPage } from '../../../server/protocol/listings.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import type { Patch } from '../../../server/state/patches.ts'
import { type Core, enter, StubbornLog, settled, startCore, type Tab } from '../../support/core.ts'
import { type CounterState, counter } from '../../support/counter.ts'

const HOUR = 60 * 60 * 1000

async function running(application: AnyApplication = counter) {
  const core = startCore(application)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  await enter(core, bob)
  await core.clock.pass(200)
  return { core, ann, bob }
}

/** A server that starts where another one ended, on what its log holds. */
function restart({ clock, log }: Core, application: AnyApplication = counter): Core {
  return startCore(application, undefined, { clock, log })
}

/** What the log was given of a core's commits since it started. */
const kinds = ({ log, batchesBefore }: Core) =>
  log.batches
    .slice(batchesBefore)
    .flatMap((batch) => batch.flatMap(({ entries }) => entries.flatMap(({ commit }) => commit?.kind ?? [])))

const listed = (tab: Tab) => tab.sent('lobby').map(({ args }) => args[0] as LobbyListing)

describe('a room that nobody is in', () => {
  it('leaves memory after a minute, and is as it was when it opens again', async () => {
    const { core, ann, bob } = await running()
    await ann.act('R:1', 'add', { by: 7 })
    await ann.leave('R:1')
    await bob.leave('R:1')
    await core.clock.pass(55_000)
    expect(core.registry.size).to.equal(1)
    await core.clock.pass(20_000)
    expect(core.registry.size).to.equal(0)
    expect(core.clock.timers, 'nothing is left behind').to.equal(0)
    const { snapshot, client } = await enter(core, ann)
    expect(snapshot.state).to.deep.include({ total: 7 })
    expect(client).to.deep.include({ known: true, last: 1 })
  })

  it('stays as long as a seat is kept, or somebody asks for it', async () => {
    const { core, ann, bob } = await running({ ...counter, grace: 10 * 60_000 })
    await bob.leave('R:1')
    ann.disconnect()
    await core.clock.pass(9 * 60_000)
    expect(core.registry.size).to.equal(1)
    await core.clock.pass(60_000 + 50_000)
    const again = core.connect('ann', 'ann/2')
    await enter(core, again)
    await again.leave('R:1')
    await core.clock.pass(50_000)
    expect(core.registry.size, 'its minute began anew').to.equal(1)
    await core.clock.pass(30_000)
    expect(core.registry.size).to.equal(0)
  })

  it('is opened once, however many ask for it at the same time', async () => {
    const core = startCore({ ...counter, players: { min: 2, max: 50 } })
    const opened: string[] = []
    const open = core.log.open.bind(core.log)
    core.log.open = (id, opening) => {
      opened.push(id)
      return open(id, opening)
    }
    const tabs = Array.from({ length: 20 }, (_, index) => core.connect(`u${index}`))
    await Promise.all(tabs.map((tab) => enter(core, tab)))
    expect(opened).to.deep.equal(['R:1'])
    expect(core.registry.listing('R:1')?.members).to.equal(20)
  })
})

describe('seats after a restart', () => {
  it('[P12] are kept for the grace and then free, also in a room that nobody opens', async () => {
    const { core } = await running()
    await core.registry.stop()
    const next = restart(core)
    next.registry.sweep()
    await next.clock.pass(10_000)
    expect(kinds(next)).to.deep.equal(['disconnect', 'disconnect'])
    expect(next.registry.listing('R:1')).to.deep.include({ members: 2, status: 'running' })
    await next.clock.pass(10_000)
    expect(next.registry.listing('R:1')).to.deep.include({ members: 0, status: 'paused' })
  })

  it('[P12] are taken again by whoever comes back in time', async () => {
    const { core } = await running()
    const next = restart(core)
    next.registry.sweep()
    const ann = next.connect('ann')
    await enter(next, ann)
    await next.clock.pass(30_000)
    expect(next.registry.listing('R:1')?.members).to.equal(1)
    expect((await enter(next, ann)).snapshot.room.members).to.deep.equal([{ id: 'ann', name: 'ann', connected: true }])
  })

  it('[P12] a seat is freed by leaving, in a room that is not open yet too', async () => {
    const { core } = await running()
    const next = restart(core)
    expect(await next.connect('ann').leave('R:1')).to.deep.equal({ ok: true })
    expect(next.registry.listing('R:1')?.members).to.equal(1)
  })
})

describe('an application that has changed', () => {
  const migrating = (from: number[]): AnyApplication => ({
    ...counter,
    version: 3,
    migrate: (state, version) => {
      from.push(version)
      return { sum: (state as { total: number }).total, adds: [], version: 3 }
    },
  })

  it('brings an old state forward when the room is opened, once, as a commit', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'add', { by: 7 })
    const before = await enter(core, ann)
    await core.registry.stop()
    const from: number[] = []
    const next = restart(core, migrating(from))
    const { snapshot, version, epoch } = await enter(next, next.connect('ann'))
    expect(JSON.stringify(snapshot.state)).to.equal('{"sum":7,"adds":[],"version":3}')
    expect(epoch).to.equal(before.epoch)
    expect(version).to.be.greaterThan(before.version)
    await next.registry.stop()
    const third = restart(next, migrating(from))
    await enter(third, third.connect('ann', 'ann/3'))
    expect(from).to.deep.equal([1])
  })

  it('[P8] leads who returns over the change by patches', async () => {
    const { core, ann } = await running()
    for (let by = 0; by < 2; by++) await ann.act('R:1', 'add', { by })
    const { version, epoch, snapshot } = await enter(core, ann)
    await core.registry.stop()
    const next = restart(core, {
      ...counter,
      version: 2,
      migrate: (state) => ({ more: 1, adds: (state as CounterState).adds }),
    })
    const answer = next.connect('ann').ask('enter', 'R:1', { client: 'ann/1', version, epoch, used: true })
    await next.clock.pass(20)
    const { patches = [] } = (await answer) as { patches?: readonly Patch[] }
    expect(patches).not.to.have.length(0)
    const fresh = await enter(next, next.connect('ann', 'ann/2'))
    const { $room: _, ...state } = applyPatches({ $room: snapshot.room, ...snapshot.state }, patches)
    expect(JSON.stringify(state)).to.equal(JSON.stringify(fresh.snapshot.state))
  })

  it('and fails at it leaves the room as it was, and says so', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'add', { by: 7 })
    await core.registry.stop()
    const failing = restart(core, {
      ...migrating([]),
      migrate: () => {
        throw new Error('the author’s mistake')
      },
    })
    expect(await failing.connect('ann').enter('R:1')).to.have.nested.property('error.code', 'ROOM_UNAVAILABLE')
    expect(failing.reports.map(String).join()).to.contain('the author’s mistake')
    const again = restart(core)
    const { snapshot } = await enter(again, again.connect('ann', 'ann/2'))
    expect(snapshot.state).to.deep.include({ total: 7 })
  })

  it('back to an older version is refused in plain words, and the room is left untouched', async () => {
    const { core } = await running({ ...counter, version: 2 })
    await core.registry.stop()
    const older = restart(core)
    const { version, term } = await core.log.inner.open('R:1', { epoch: '', rules: 2 })
    expect(await older.connect('ann').enter('R:1')).to.deep.include({
      error: {
        code: 'ROOM_TOO_NEW',
        message: 'A newer version of its application has written this room.',
        retryable: false,
      },
    })
    const after = await core.log.inner.open('R:1', { epoch: '', rules: 2 })
    expect([after.version, after.term]).to.deep.equal([version, term + 1])
  })
})

describe('a lobby of many rooms', () => {
  const rooms = Array.from({ length: 250 }, (_, index) => ({
    id: `R:${index + 1}`,
    name: `Room ${index + 1}`,
    ...(index % 10 === 9 && { users: ['ann'] }),
  }))
  const numbers = (page: RoomPage) => page.rooms.map(({ id }) => Number(id.slice(2)))

  it('[P10] is told page by page, each user theirs', async () => {
    const core = startCore(counter, rooms)
    const read = async (user: string) => {
      const tab = core.connect(user)
      await settled()
      const pages: RoomPage[] = listed(tab)
      for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) {
        pages.push((await tab.ask('rooms', { after: next })) as unknown as RoomPage)
      }
      return pages.map(numbers)
    }
    const all = rooms.map((_, index) => index + 1)
    expect(await read('ann')).to.deep.equal([all.slice(0, 100), all.slice(100, 200), all.slice(200)])
    const [first, ...others] = await read('bob')
    expect(first).to.have.length(100)
    expect([first, ...others].flat()).to.deep.equal(all.filter((number) => number % 10 !== 0))
  })

  it('tells who enters a room beyond what they were told of about it, before they are in', async () => {
    const core = startCore(counter, rooms)
    const ann = core.connect('ann')
    await settled()
    expect(ann.sent('room')).to.deep.equal([])
    await enter(core, ann, 'R:201')
    const [{ args } = { args: [] }] = ann.sent('room')
    expect(args[0] as RoomListing).to.deep.include({ id: 'R:201', name: 'Room 201', position: 201, members: 1 })
    await enter(core, ann, 'R:5')
    expect(ann.sent('room').filter(({ args: [listing] }) => (listing as RoomListing).id === 'R:5')).to.deep.equal([])
  })

  it('is read again when it could not be read', async () => {
    const core = startCore(counter, rooms)
    const page = core.registry.page.bind(core.registry)
    let failures = 2
    core.registry.page = (query) => (failures-- > 0 ? Promise.reject(new Error('the disk is away')) : page(query))
    const ann = core.connect('ann')
    await core.clock.pass(1500)
    expect(listed(ann)).to.have.length(0)
    await core.clock.pass(1500)
    expect(listed(ann)).to.have.length(1)
  })
})

describe('the standing of a client', () => {
  it('[P4] is kept for a day after its last use, and as long as its page is open', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(72 * HOUR)
    const { answers } = await core.log.inner.open('R:1', { epoch: '', rules: 1 })
    const newest = Math.max(...answers.filter(({ client }) => client === ann.client).map(({ at }) => at))
    expect(core.clock.now() - newest, 'the log knows that it is there').to.be.at.most(12 * HOUR)
    await core.registry.stop()
    const next = restart(core)
    expect((await enter(next, next.connect('ann', 'ann/2', ann.client))).client).to.deep.include({
      known: true,
      last: 1,
    })
  })
})

describe('the server’s health', () => {
  it('[P3] says what the log fails at, until it works again', async () => {
    const { core, ann } = await running()
    expect(core.registry.trouble).to.equal(undefined)
    core.log.failNext = 'before'
    const open = core.log.open.bind(core.log)
    core.log.open = () => Promise.reject(new Error('the disk is full'))
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(5000)
    expect(core.registry.trouble).to.equal('the disk is full')
    core.log.open = open
    await core.clock.pass(5000)
    expect(core.registry.trouble).to.equal(undefined)
    expect((await enter(core, core.connect('cid'))).snapshot.state).to.deep.include({ total: 0 })
  })
})

describe('a clock that steps backwards', () => {
  it('[P2] makes no time in the log fall, and holds up neither frames, grace nor a room’s leaving', async () => {
    const log = new StubbornLog()
    const core = startCore(counter, undefined, { log })
    let behind = 0
    const now = core.clock.now.bind(core.clock)
    core.clock.now = () => now() - behind
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    await enter(core, ann)
    await enter(core, bob)
    behind = 3 * HOUR
    await ann.act('R:1', 'add', { by: 1 })
    bob.disconnect()
    await core.clock.pass(16_000)
    expect(core.registry.listing('R:1')?.members, 'the grace is over').to.equal(1)
    await ann.leave('R:1')
    await core.clock.pass(90_000)
    expect(core.registry.size).to.equal(0)
    const times = log.batches.flatMap((batch) =>
      batch.flatMap(({ entries }) => entries.map(({ commit }) => commit?.at ?? 0)),
    )
    const commits = times.filter((at) => at > 0)
    expect(commits).to.deep.equal([...commits].sort((one, other) => one - other))
    expect(new Set(commits).size).to.be.greaterThan(1)
  })
})
