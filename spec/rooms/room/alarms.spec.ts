import { expect } from 'chai'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { clockwork, commits, look, restart, running } from '../../support/clockwork.ts'
import { enter, settled, startCore } from '../../support/core.ts'

const MINUTE = 60_000
const rung = (names: readonly string[]): string[] => names.filter((name) => name.startsWith('alarm '))

/** Goes on when its members have gone: the only kind of room whose alarms go on when nobody has it open. */
const restless = { ...clockwork, quorumLoss: 'continue' as const }

describe('alarms', () => {
  it('nothing is left behind when a server stops', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'set', { name: 'bell', in: 1000 })
    core.registry.sweep()
    await settled()
    await core.registry.stop()
    core.lobby.stop()
    expect(core.clock.timers).to.equal(0)
  })

  it('ring at their time, once, by the system’s own user, and at most one of a name is set', async () => {
    const { core, ann, bob } = await running()
    const began = core.clock.now()
    await Promise.all([
      ann.act('R:1', 'set', { name: 'bell', in: 1000 }),
      bob.act('R:1', 'set', { name: 'bell', in: 3000 }),
      ann.act('R:1', 'set', { name: 'gong', in: 2000 }),
    ])
    await core.clock.pass(began + 1999 - core.clock.now())
    expect(rung(commits(core))).to.deep.equal([])
    await core.clock.pass(1)
    expect(rung(commits(core))).to.deep.equal(['alarm gong'])
    await ann.act('R:1', 'set', { name: 'gong', in: 5000 })
    await bob.act('R:1', 'clear', { name: 'gong' })
    await bob.act('R:1', 'clear', { name: 'end' })
    await core.clock.pass(MINUTE)
    expect(rung(commits(core))).to.deep.equal(['alarm gong', 'alarm bell'])
    expect(await look(core)).to.deep.include({ happened: ['gong', 'bell'], at: began + 3000 })
  })

  it('are set by initialise too: a first turn has its time limit, kept with the start it belongs to', async () => {
    const timed = {
      ...clockwork,
      initialise: (context: Parameters<typeof clockwork.initialise>[0]) => {
        context.alarms.set('gong', { in: 9000 })
        context.alarms.set('bell', { in: 5000 })
        context.alarms.clear('gong')
        return clockwork.initialise(context)
      },
    }
    const { core } = await running(timed)
    await core.clock.pass(2000)
    await core.registry.stop()
    const after = await restart(core, timed)
    await enter(after, after.connect('ann', 'ann/2'))
    await enter(after, after.connect('bob', 'bob/2'))
    await core.clock.pass(MINUTE)
    expect(rung(commits(core))).to.deep.equal(['alarm bell'])
  })

  it('that initialise must not set leave the room waiting, and say why', async () => {
    const late: (() => void)[] = []
    const wrong = (set: (alarms: Parameters<typeof clockwork.initialise>[0]['alarms']) => void) => ({
      ...clockwork,
      initialise: (context: Parameters<typeof clockwork.initialise>[0]) => {
        set(context.alarms)
        return clockwork.initialise(context)
      },
    })
    for (const set of [
      { name: 'nothing', in: 1 },
      { name: 'bell', in: -1 },
      { name: 'toString', in: 1 },
    ]) {
      const { core } = await running(wrong((alarms) => alarms.set(set.name, set)))
      expect(await look(core)).to.nested.include({ 'room.status': 'waiting' })
      expect(String(core.reports[0])).to.include(set.name)
    }
    await running(wrong((alarms) => late.push(() => alarms.set('bell', { in: 1 }))))
    expect(late[0]).to.throw(TypeError, 'while initialise runs')
  })

  it('one that throws is undone with all that it asked for, reported by name, and has rung', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'set', { name: 'faulty', in: 10 })
    const { version } = await look(core)
    await core.clock.pass(MINUTE)
    expect(await look(core)).to.deep.include({ happened: [], version: version + 1 })
    expect(commits(core).slice(-1)).to.deep.equal(['alarm faulty'])
    expect(core.contexts).to.deep.equal([{ application: 'clockwork', alarm: 'faulty', room: 'R:1' }])
    expect((await restart(core)).contexts).to.deep.equal([])
  })

  it('stand still while the room is paused and while nobody runs it, and go on with what was left', async () => {
    const { core, ann, bob } = await running()
    await ann.act('R:1', 'set', { name: 'bell', in: 10_000 })
    await core.clock.pass(4000)
    await bob.leave('R:1')
    await core.clock.pass(30 * MINUTE)
    expect(rung(commits(core)), 'paused').to.deep.equal([])
    await core.registry.stop()
    await core.clock.pass(30 * MINUTE)
    const after = await restart(core)
    await enter(after, after.connect('ann', 'ann/2'))
    await enter(after, after.connect('bob', 'bob/2'))
    await core.clock.pass(5900)
    expect(rung(commits(after))).to.deep.equal([])
    await core.clock.pass(100)
    expect(rung(commits(after))).to.deep.equal(['alarm bell'])
  })

  it('[P3] are set again by nobody but the log: what was set in a commit that is lost does not ring', async () => {
    const { core, ann, bob } = await running()
    await ann.act('R:1', 'set', { name: 'gong', in: 1000 })
    core.log.failNext = 'before'
    expect(await bob.act('R:1', 'set', { name: 'bell', in: 500 })).to.nested.include({ 'error.code': 'NOT_STORED' })
    core.log.failNext = 'before'
    await core.clock.pass(10)
    expect(await bob.act('R:1', 'clear', { name: 'gong' })).to.nested.include({ ok: false })
    await core.clock.pass(MINUTE)
    expect((await look(core)).happened).to.deep.equal(['gong'])
  })

  it('one whose ringing is lost rings again', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'set', { name: 'bell', in: 1000 })
    await core.clock.pass(999)
    core.log.failNext = 'before'
    await core.clock.pass(1)
    await core.clock.pass(100)
    expect(rung(commits(core))).to.deep.equal(['alarm bell', 'alarm bell'])
    expect((await look(core)).happened).to.deep.equal(['bell'])
  })

  it('are gone when the room is closed, also for whoever opens it later', async () => {
    const { core, ann } = await running()
    await ann.act('R:1', 'set', { name: 'bell', in: 1000 })
    await ann.act('R:1', 'set', { name: 'end', in: 500 })
    await core.clock.pass(MINUTE)
    expect((await look(core)).room.status).to.equal('closed')
    await core.registry.stop()
    const after = await restart(core)
    await core.clock.pass(MINUTE)
    expect(rung(commits(after))).to.deep.equal([])
    expect((await look(after)).happened).to.deep.equal([])
  })

  it('[P9] one that sets itself at once, for ever, starves neither members nor other rooms, however slow the log', async () => {
    const core = startCore(
      clockwork,
      ['R:1', 'R:2'].map((id) => ({ id, name: id })),
      { limits: { queue: 20 } },
    )
    const [ann, bob, other] = [core.connect('ann'), core.connect('bob'), core.connect('ann', 'ann/2')]
    for (const tab of [ann, bob]) await enter(core, tab)
    for (const tab of [other, bob]) await enter(core, tab, 'R:2')
    await core.clock.pass(200)
    await ann.act('R:1', 'set', { name: 'loop', in: 0 })
    await core.clock.pass(200)
    const loops = (await look(core)).happened.length
    expect(loops, 'it does go on').to.be.within(10, 20)
    expect(await bob.act('R:1', 'note', { text: 'between' })).to.include({ ok: true })
    core.log.hold()
    const before = core.log.batches.length
    await core.clock.pass(1000)
    await core.log.release()
    const waited = core.log.batches.slice(before).flatMap((batch) => batch.flatMap(({ entries }) => entries))
    expect(waited.length, 'what could not be stored').to.be.within(10, 25)
    const held = ann.act('R:1', 'note', { text: 'after' })
    await core.clock.pass(200)
    expect(await held).to.include({ ok: true })
    expect(await other.act('R:2', 'note', { text: 'other' })).to.include({ ok: true })
    await ann.act('R:1', 'clear', { name: 'loop' })
    expect((await look(core)).happened).to.include.members(['between', 'after'])
  })
})

describe('alarms of a room that nobody has open', () => {
  it('wake it, and it leaves memory again', async () => {
    const { core, ann, bob } = await running(restless)
    core.registry.sweep()
    await ann.act('R:1', 'set', { name: 'bell', in: 10 * MINUTE })
    await ann.leave('R:1')
    await bob.leave('R:1')
    await core.clock.pass(5 * MINUTE)
    expect(core.registry.size, 'it slept').to.equal(0)
    await core.clock.pass(5 * MINUTE - 300)
    expect(rung(commits(core))).to.deep.equal([])
    await core.clock.pass(300)
    expect(rung(commits(core)), 'on time').to.deep.equal(['alarm bell'])
    await core.clock.pass(3 * MINUTE)
    expect(core.registry.size).to.equal(0)
    await core.registry.stop()
    expect(core.clock.timers).to.equal(0)
  })

  it('ring after a restart: those to come at their time, late ones at once and in the order in which they were due', async () => {
    const { core, ann, bob } = await running(restless)
    const delays = Object.entries({ faulty: 4000, bell: 3000, gong: 2000, end: 10 * MINUTE })
    await Promise.all(delays.map(([name, delay]) => ann.act('R:1', 'set', { name, in: delay })))
    await ann.leave('R:1')
    await bob.leave('R:1')
    await core.registry.stop()
    await core.clock.pass(5 * MINUTE)
    const after = await restart(core, restless)
    await core.clock.pass(20)
    expect(rung(commits(after))).to.deep.equal(['alarm gong', 'alarm bell', 'alarm faulty'])
    await core.clock.pass(5 * MINUTE - 100)
    expect(rung(commits(after))).to.have.length(3)
    await core.clock.pass(100)
    expect(rung(commits(after))).to.include('alarm end')
    await after.registry.stop()
  })

  it('ring no later than they had to wait when a clock was set back meanwhile, and at once when it was set forward', async () => {
    for (const [step, from, to] of [
      [-60 * MINUTE, 9_000, 10_000],
      [60 * MINUTE, 0, 10],
    ] as const) {
      const { core, ann, bob } = await running(restless)
      await ann.act('R:1', 'set', { name: 'bell', in: 10_000 })
      await ann.leave('R:1')
      await bob.leave('R:1')
      await core.registry.stop()
      const clock = new FakeClock(core.clock.now() + step)
      const after = startCore(restless, undefined, { log: core.log, clock })
      await enter(after, after.connect('cid'))
      await clock.pass(from)
      expect(rung(commits(after)).length, `not early at ${step}`).to.equal(step < 0 ? 0 : 1)
      await clock.pass(to - from)
      expect(rung(commits(after)), `not late at ${step}`).to.deep.equal(['alarm bell'])
      await after.registry.stop()
    }
  })
})
