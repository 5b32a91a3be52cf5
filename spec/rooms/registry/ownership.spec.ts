import { expect } from 'chai'
import type { Frame } from '../../../server/protocol/events.ts'
import { LEASE_LENGTH, type NodeFacts } from '../../../server/rooms/log/leases.ts'
import { OwnedElsewhereError } from '../../../server/rooms/log/room-log.ts'
import { MemoryLeases } from '../../../server/stores/memory/memory-leases.ts'
import { FakeClock } from '../../../server/testing/fake-clock.ts'
import { type Core, enter, StubbornLog, startCore } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const application = { ...counter, players: { min: 1, max: 9 } }

const facts = (name: string): NodeFacts => ({ name, protocol: 1, draining: false, rooms: 0 })

/** Nodes on one log, whose leases end when the spec says so. */
function startNodes() {
  const clock = new FakeClock()
  const leases = new MemoryLeases(clock)
  const log = new StubbornLog(leases)
  const start = async (name: string) => {
    const held: { lease: number | undefined } = { lease: undefined }
    const take = async (): Promise<void> => {
      held.lease = await leases.take(facts(name))
    }
    await take()
    const core = startCore(application, undefined, { clock, log, ownership: held })
    /** As a holder does: in the step in which the lease is over. */
    const lose = (): void => {
      void leases.giveBack(held.lease ?? 0)
      held.lease = undefined
      core.registry.disown()
    }
    return { core, held, take, lose }
  }
  return { clock, leases, log, start }
}

const open = async ({ registry }: Core) => {
  const found = await registry.find('R:1')
  if (!found) throw new Error('there is no room')
  return registry.open(found)
}
const nowhere = ({ from, patches }: Frame) => from === Number.MAX_SAFE_INTEGER && patches.length === 0

describe('rooms of several nodes', () => {
  it('[P14] are run by one of them: to the others they are elsewhere, which nobody reports', async () => {
    const { start } = startNodes()
    const [ann, bob] = [await start('ann'), await start('bob')]
    await open(ann.core)
    const refusal = await open(bob.core).catch((error: unknown) => error)
    expect(refusal).to.be.instanceOf(OwnedElsewhereError)
    expect((refusal as OwnedElsewhereError).owner).to.deep.equal({ lease: 1, node: 'ann' })
    expect((await enter(bob.core, bob.core.connect('u'))) as unknown).to.nested.include({
      'error.code': 'ROOM_UNAVAILABLE',
      'error.retryable': true,
    })
    expect(bob.core.reports).to.deep.equal([])
  })

  it('[P14] are let go of in the step in which the lease is over: members are told to enter anew, nobody is answered', async () => {
    const { start } = startNodes()
    const { core, lose, take } = await start('ann')
    const tab = core.connect('u')
    await enter(core, tab)
    await tab.act('R:1', 'add', { by: 2 })
    await core.clock.pass(100)
    const before = tab.sent('frame').length
    lose()
    const frames = tab.sent('frame').map(({ args }) => args[1] as Frame)
    expect(frames.slice(before).map(nowhere)).to.deep.equal([true])
    expect(core.registry.opened('R:1')).to.equal(undefined)
    const answers = [await tab.act('R:1', 'add', { by: 5 }), await enter(core, tab)]
    expect(answers).to.have.nested.property('0.error.code', 'NOT_A_MEMBER')
    expect(answers).to.have.nested.property('1.error.code', 'ROOM_UNAVAILABLE')
    await take()
    const back = await enter(core, tab)
    expect(back.snapshot.state).to.deep.include({ total: 2 })
    expect(core.reports).to.deep.equal([])
  })

  it('[P14] are not answered from memory where the lease is over and nobody has said so yet', async () => {
    const { start } = startNodes()
    const { core, held } = await start('ann')
    await open(core)
    held.lease = undefined
    expect(core.registry.opened('R:1')).to.equal(undefined)
    expect(await open(core).catch((error: unknown) => error)).to.include({ code: 'ROOM_UNAVAILABLE' })
  })

  it('[P14] that were taken over meanwhile take nothing of the old owner, which lets go of them', async () => {
    const { start, leases, clock } = startNodes()
    const [ann, bob] = [await start('ann'), await start('bob')]
    const tab = ann.core.connect('u')
    await enter(ann.core, tab)
    // Its own clock does not say so: only the log knows.
    await leases.giveBack(1)
    const other = bob.core.connect('v')
    await enter(bob.core, other)
    const answer = tab.act('R:1', 'add', { by: 2 })
    await clock.pass(200)
    expect(await answer).to.have.nested.property('error.code', 'NOT_STORED')
    expect(
      tab
        .sent('frame')
        .map(({ args }) => args[1] as Frame)
        .at(-1),
    ).to.satisfy(nowhere)
    expect(ann.core.registry.size).to.equal(0)
    // That the log answered conflict is told; that another node runs the room is nobody's fault.
    expect(ann.core.reports).to.have.length(1)
    expect(await other.act('R:1', 'add', { by: 1 })).to.include({ ok: true })
  })

  it('[P14] are not opened by a lease that ended on the way', async () => {
    const { start, clock, log } = startNodes()
    const { core, lose, take } = await start('ann')
    const { inner } = log
    const fast = inner.open.bind(inner)
    inner.open = async (...opening) => {
      const stored = await fast(...opening)
      await new Promise<void>((resolve) => void clock.setTimer(50, resolve))
      return stored
    }
    const opening = open(core).catch((error: unknown) => error)
    await clock.pass(25)
    lose()
    await take()
    await clock.pass(50)
    expect(await opening).to.include({ code: 'ROOM_UNAVAILABLE' })
    expect(core.registry.size).to.equal(0)
  })

  it('[P15] are released when the node stops, and when nobody is in them: the next opens them at once', async () => {
    for (const how of ['stop', 'idle'] as const) {
      const { start, clock, leases } = startNodes()
      const [ann, bob] = [await start('ann'), await start('bob')]
      const tab = ann.core.connect('u')
      await enter(ann.core, tab)
      await tab.act('R:1', 'add', { by: 3 })
      if (how === 'stop') await ann.core.registry.stop()
      else {
        await tab.leave('R:1')
        for (let second = 0; second < 90; second++) {
          await clock.pass(1000)
          for (const name of ['ann', 'bob'] as const) await leases.renew(name === 'ann' ? 1 : 2, facts(name))
        }
      }
      const entered = await enter(bob.core, bob.core.connect('v'))
      expect(entered.snapshot?.state, how).to.deep.include({ total: 3 })
      await bob.core.registry.stop()
    }
  })

  it('[P12] [P14] have their seats freed by another node when their own died, though nobody comes back', async () => {
    const { clock, leases, start } = startNodes()
    const [ann, bob] = [await start('ann'), await start('bob')]
    const passes = async (seconds: number) => {
      for (let second = 0; second < seconds; second++) {
        for (const { held } of [ann, bob]) if (held.lease) await leases.renew(held.lease, facts('still there'))
        await clock.pass(1000)
      }
    }
    for (const { core } of [ann, bob]) core.registry.sweep()
    await enter(ann.core, ann.core.connect('u'))
    await passes(10)
    expect(bob.core.registry.size).to.equal(0)
    ann.core.registry.disown()
    ann.held.lease = undefined
    await passes(LEASE_LENGTH / 1000 + 4)
    expect(bob.core.registry.listing('R:1')?.members).to.equal(1)
    await passes(20)
    expect(bob.core.registry.listing('R:1')?.members).to.equal(0)
    expect([...ann.core.reports, ...bob.core.reports]).to.deep.equal([])
  })

  it('that could not be opened are not tried again and again', async () => {
    const { clock, log, start } = startNodes()
    const [ann, bob] = [await start('ann'), await start('bob')]
    await enter(ann.core, ann.core.connect('u'))
    ann.lose()
    let tried = 0
    log.open = async () => {
      tried++
      throw new Error('the log is broken')
    }
    bob.core.registry.sweep()
    await clock.pass(50_000)
    expect(tried).to.equal(1)
    await clock.pass(20_000)
    expect(tried).to.equal(2)
  })
})
