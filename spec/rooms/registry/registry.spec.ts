import { expect } from 'chai'
import type { AnyApplication } from '../../../server/contract/application.ts'
import { type Core, enter, StubbornLog, startCore } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

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
