import { expect } from 'chai'
import type { CarryOut, Effect } from '../../../server/rooms/ports.ts'
import { Effects } from '../../../server/rooms/room/effects.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { clockwork, look, restart, running } from '../../support/clockwork.ts'
import { type Core, enter, settled, startCore } from '../../support/core.ts'

const MINUTE = 60_000

/** A host that writes down when it was asked for what, and does what it is told. */
class Host {
  readonly asked: { readonly effect: Effect; readonly at: number }[] = []
  behave: CarryOut = async () => undefined
  clock: { now(): number } = new FakeClock(0)

  readonly carryOut: CarryOut = (effect) => {
    this.asked.push({ effect, at: this.clock.now() })
    return this.behave(effect)
  }

  get names(): string[] {
    return this.asked.map(({ effect }) => effect.name)
  }

  get ids(): string[] {
    return this.asked.map(({ effect }) => effect.id)
  }

  /** The waits between its tries, in seconds. */
  get waits(): number[] {
    return this.asked.slice(1).map(({ at }, index) => Math.round((at - (this.asked[index]?.at ?? 0)) / 1000))
  }
}

async function hosted(behave?: CarryOut) {
  const host = new Host()
  if (behave) host.behave = behave
  const { core, ann, bob } = await running(clockwork, { carryOut: host.carryOut })
  host.clock = core.clock
  return { host, core, ann, bob }
}

const entries = ({ log }: Core) => log.batches.flatMap((batch) => batch.flatMap((append) => append.entries))
const never: CarryOut = () => new Promise(() => undefined)
const refuse: CarryOut = async () => {
  throw new Error('no post today')
}

describe('effects', () => {
  it('are logged with the commit that asked for them, and noted when they were carried out, in their order and once', async () => {
    const { host, core, ann } = await hosted()
    await ann.act('R:1', 'ask', { names: ['mail', 'print', 'mail'] })
    await ann.act('R:1', 'ask', { names: ['post'] })
    await core.clock.pass(10 * MINUTE)
    expect(host.names).to.deep.equal(['mail', 'print', 'mail', 'post'])
    expect(new Set(host.ids).size).to.equal(4)
    expect(host.asked[0]?.effect).to.deep.include({ application: 'clockwork', room: 'R:1', payload: { count: 0 } })
    const logged = entries(core).filter(({ effects }) => effects)
    expect(logged.map(({ commit, effects }) => [commit?.name, effects?.length])).to.deep.equal([
      ['ask', 3],
      ['ask', 1],
    ])
    expect(entries(core).flatMap(({ carriedOut = [] }) => carriedOut)).to.have.members(host.ids)
  })

  it('[P3] are carried out when the log holds their commit and not before; not at all when it is lost or was refused', async () => {
    const { host, core, ann, bob } = await hosted()
    core.log.hold()
    const asked = ann.act('R:1', 'ask', { names: ['mail'] })
    await core.clock.pass(1000)
    expect(host.names).to.deep.equal([])
    await core.log.release()
    expect(await asked).to.include({ ok: true })
    expect(host.names).to.deep.equal(['mail'])
    core.log.failNext = 'before'
    await bob.act('R:1', 'ask', { names: ['lost'] })
    await core.clock.pass(1000)
    expect(await ann.act('R:1', 'askInVain', {})).to.nested.include({ 'error.code': 'NO' })
    await core.clock.pass(10 * MINUTE)
    expect(host.names).to.deep.equal(['mail'])
  })

  it('are carried out when the log held their commit though its word of it was lost', async () => {
    const { host, core, ann } = await hosted()
    core.log.failNext = 'after'
    await ann.act('R:1', 'ask', { names: ['mail'] })
    await core.clock.pass(1000)
    expect(host.names).to.deep.equal(['mail'])
  })

  it('are tried again, under the same id and after growing waits, until they succeed', async () => {
    let fails = 11
    const { host, core, ann } = await hosted(async () => {
      if (fails-- > 0) throw new Error('no post today')
    })
    await ann.act('R:1', 'ask', { names: ['mail'] })
    await core.clock.pass(60 * MINUTE)
    expect(host.waits).to.deep.equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    expect(new Set(host.ids).size).to.equal(1)
    expect(core.contexts).to.have.length(11)
    expect(core.contexts[0]).to.deep.include({ application: 'clockwork', effect: 'mail', room: 'R:1' })
  })

  it('one that is thrown at once or never settles holds up neither the others nor the room, and is tried again', async () => {
    const { host, core, ann, bob } = await hosted((effect) => {
      if (effect.name === 'thrown') throw new Error('at once')
      return effect.name === 'endless' ? never(effect) : Promise.resolve()
    })
    await ann.act('R:1', 'ask', { names: ['thrown', 'endless', 'mail'] })
    expect(await bob.act('R:1', 'note', { text: 'on' })).to.include({ ok: true })
    await core.clock.pass(62_000)
    expect(host.names.filter((name) => name === 'mail')).to.have.length(1)
    expect(host.names.filter((name) => name === 'endless')).to.have.length(2)
    expect(host.names.filter((name) => name === 'thrown').length).to.be.above(3)
    expect(core.contexts.map(({ effect }) => effect)).to.include.members(['thrown', 'endless'])
  })

  it('after a restart what was carried out is not tried again, and the rest is, in a room that nobody opens', async () => {
    const { host, core, ann, bob } = await hosted(async (effect) => {
      if (effect.name !== 'mail') throw new Error('no paper')
    })
    await ann.act('R:1', 'ask', { names: ['mail', 'print', 'post'] })
    await core.clock.pass(100)
    const ids = host.asked.filter(({ effect }) => effect.name !== 'mail').map(({ effect }) => effect.id)
    await ann.leave('R:1')
    await bob.leave('R:1')
    await core.registry.stop()
    const later = new Host()
    const after = await restart(core, clockwork, { carryOut: later.carryOut })
    await after.clock.pass(6000)
    expect(later.names).to.deep.equal(['print', 'post'])
    expect(later.ids).to.deep.equal(ids)
    await after.registry.stop()
    const last = new Host()
    const third = await restart(core, clockwork, { carryOut: last.carryOut })
    await third.clock.pass(6000)
    await enter(third, third.connect('ann', 'ann/2'))
    expect(last.names).to.deep.equal([])
    await third.registry.stop()
  })

  it('what is settled only after the server has stopped is noted nowhere, and tried again by the next', async () => {
    let settle = (): void => undefined
    const { core, ann } = await hosted(() => new Promise((resolve) => (settle = resolve)))
    await ann.act('R:1', 'ask', { names: ['mail'] })
    await core.clock.settle()
    await core.registry.stop()
    const written = core.log.batches.length
    settle()
    await core.clock.pass(1000)
    expect(core.log.batches).to.have.length(written)
    const later = new Host()
    const after = await restart(core, clockwork, { carryOut: later.carryOut })
    await after.clock.pass(1000)
    expect(later.names).to.deep.equal(['mail'])
  })

  it('a room whose effects wait stays in memory; a host without effects reports them once, keeps them, and lets it go', async () => {
    for (const carryOut of [refuse, undefined]) {
      const { core, ann, bob } = await running(clockwork, carryOut ? { carryOut } : {})
      await ann.act('R:1', 'ask', { names: ['mail'] })
      await ann.leave('R:1')
      await bob.leave('R:1')
      await core.clock.pass(10 * MINUTE)
      expect(core.registry.size).to.equal(carryOut ? 1 : 0)
      if (!carryOut) expect(core.contexts).to.have.length(1)
      expect(core.contexts[0]).to.include({ effect: 'mail' })
      await core.registry.stop()
      const host = new Host()
      const after = await restart(core, clockwork, { carryOut: host.carryOut })
      await after.clock.pass(3 * MINUTE)
      expect(host.names).to.deep.equal(['mail'])
      expect(after.registry.size, 'and now it may go').to.equal(0)
      await after.registry.stop()
    }
  })

  it('[P9] are carried out a few at a time, in their order, and a room that has too many waiting is busy', async () => {
    const open: { readonly id: string; readonly finish: () => void }[] = []
    let most = 0
    const carryOut = ({ id }: { readonly id: string }) =>
      new Promise<void>((finish) => {
        open.push({ id, finish })
        most = Math.max(most, open.length)
      })
    const { core, ann } = await running(clockwork, { carryOut, limits: { rate: 1e6, burst: 1e6 } })
    const names = Array.from({ length: 100 }, () => 'mail')
    for (let asked = 0; asked < 100; asked++)
      expect(await ann.act('R:1', 'ask', { names })).to.have.property('ok', true)
    const busy = { 'error.code': 'ROOM_BUSY', 'error.retryable': true }
    expect(await ann.act('R:1', 'ask', { names: [] })).to.nested.include(busy)
    expect(most).to.equal(8)
    const seen: string[] = []
    for (let effect = open.shift(); effect; effect = open.shift()) {
      seen.push(effect.id)
      effect.finish()
      if (seen.length % 8 === 0) await settled()
    }
    expect(seen).to.have.length(10_000)
    expect(most).to.equal(8)
    await core.registry.stop()
  })

  it('what a carried-out effect does to its own room comes after it', async () => {
    const { host, core, ann } = await hosted()
    host.behave = async () => {
      const found = await core.registry.find('R:1')
      if (!found) throw new Error('no room')
      await (await core.registry.open(found)).host.actAs({ id: '$system', name: 'System' }, 'note', { text: 'sent' })
    }
    await ann.act('R:1', 'ask', { names: ['mail'] })
    await core.clock.pass(1000)
    expect((await look(core)).happened).to.deep.equal(['sent'])
  })
})

describe('Effects', () => {
  it('are begun once, however often the log hands them over', async () => {
    const clock = new FakeClock()
    const tried: string[] = []
    const done: string[] = []
    let settle = (): void => undefined
    const effects = new Effects({
      application: 'a',
      roomId: 'R:1',
      clock,
      report: () => undefined,
      carryOut: ({ id }) => {
        tried.push(id)
        return new Promise((resolve) => (settle = resolve))
      },
      done: (id) => done.push(id),
    })
    const effect = { id: '1', name: 'mail', payload: 'null' }
    effects.add([effect])
    effects.add([effect])
    expect(tried).to.deep.equal(['1'])
    settle()
    await clock.settle()
    expect(done).to.deep.equal(['1'])
    expect([effects.pending, clock.timers]).to.deep.equal([0, 0])
  })
})

describe('an effect’s id', () => {
  it('is another one in another history of the room, so that a host never takes a new effect for one that is done', async () => {
    const ids: string[] = []
    for (const drawnBefore of [0, 1]) {
      const host = new Host()
      const rooms = ['R:1', 'R:2'].map((id) => ({ id, name: id }))
      const core = startCore(clockwork, rooms, { carryOut: host.carryOut })
      // Each room that was opened before has drawn a name: so this one's epoch differs, as after a restored backup.
      if (drawnBefore > 0) await enter(core, core.connect('cid'), 'R:2')
      const tabs = [core.connect('ann'), core.connect('bob')]
      const epochs = new Set<string>()
      for (const tab of tabs) epochs.add((await enter(core, tab)).epoch)
      await tabs[0]?.act('R:1', 'ask', { names: ['mail'] })
      await core.clock.pass(100)
      ids.push(...host.ids)
      expect([...epochs]).to.deep.equal([`name-${drawnBefore + 1}`])
    }
    expect(new Set(ids).size).to.equal(2)
  })
})
