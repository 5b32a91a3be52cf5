import { expect } from 'chai'
import { ClusterNode } from '../../server/cluster/cluster-node.ts'
import { MemoryBuses } from '../../server/cluster/memory-bus.ts'
import { RoomReach } from '../../server/host/room-reach.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Frame } from '../../server/protocol/events.ts'
import { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import { type ClockworkState, clockwork } from '../support/clockwork.ts'
import { type Core, enter, StubbornLog, startCore, type Tab } from '../support/core.ts'

const application = { ...clockwork, players: { min: 2, max: 9 } }
const ROOMS = ['R:1', 'R:2'].map((id) => ({ id, name: id }))

/** Two nodes on one log: what is asked of one and runs on the other is carried. */
async function startNodes() {
  const clock = new FakeClock()
  const leases = new MemoryLeases(clock)
  const log = new StubbornLog(leases)
  let cut = false
  let carriedTexts = 0
  const buses = new MemoryBuses(() => {
    carriedTexts++
    return cut ? undefined : 2
  })
  const start = (name: string): Core & { readonly node: ClusterNode } => {
    const bus = buses.join(name, clock)
    const report = (error: unknown): never => {
      throw error
    }
    const node = new ClusterNode({ name, bus, leases, clock, monotonic: () => clock.now(), report })
    return { ...startCore(application, ROOMS, { clock, log, node }), node }
  }
  const nodes = { here: start('here'), there: start('there') }
  await clock.pass(100)
  /** Bob is here, whose node runs the room; Ann is there. */
  const bob = nodes.here.connect('bob')
  await enter(nodes.here, bob)
  const ann = nodes.there.connect('ann')
  const entered = await enter(nodes.there, ann)
  await clock.pass(200)
  const stop = async () => {
    for (const { registry, node } of Object.values(nodes)) {
      await registry.stop()
      const stopped = node.stop()
      await clock.pass(100)
      await stopped
    }
  }
  /** What is carried takes its time, which nobody else lets pass. */
  const carried = async <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    await clock.pass(60)
    return answer
  }
  return {
    clock,
    ...nodes,
    ann,
    bob,
    entered,
    stop,
    carried,
    texts: () => carriedTexts,
    cut: (off: boolean) => void (cut = off),
  }
}

const framesOf = (tab: Tab) => tab.sent('frame').map(({ args }) => args[1] as Frame)
const isNowhere = ({ from }: Frame) => from === Number.MAX_SAFE_INTEGER
const members = async (core: Core) => {
  const found = await core.registry.find('R:1')
  return found?.standing.members
}

describe('a room that another node runs', () => {
  it('is entered, acted in and shown as one’s own node’s: each frame once, and only what is for oneself', async () => {
    const { clock, here, there, ann, bob, entered, carried } = await startNodes()
    expect(entered.snapshot.state).to.have.nested.property('hands', 'hand-of-ann')
    expect([here.registry.size, there.registry.size]).to.deep.equal([1, 0])
    expect(await members(here)).to.equal(2)
    expect(await carried(ann.act('R:1', 'note', { text: 'from there' }))).to.include({ ok: true })
    expect(await bob.act('R:1', 'note', { text: 'from here' })).to.include({ ok: true })
    await clock.pass(200)
    for (const tab of [ann, bob]) {
      const frames = framesOf(tab)
      for (const [index, { from }] of frames.entries()) if (index > 0) expect(from).to.equal(frames[index - 1]?.to)
      const text = JSON.stringify(frames)
      expect(text.split('from there')).to.have.length(2)
      expect(text.split('from here')).to.have.length(2)
      expect(text).not.to.include(`hand-of-${tab === ann ? 'bob' : 'ann'}`)
      expect(text).not.to.include('top-secret')
    }
    const past = await carried(ann.ask('history', 'R:1', {}))
    expect(JSON.stringify(past)).to.include('from here')
  })

  it('[P4] answers what is sent again as the first time', async () => {
    const { ann, carried } = await startNodes()
    const action = { client: ann.client, seq: 1, name: 'note', payload: { text: 'once' } }
    const [first, again] = [await carried(ann.ask('act', 'R:1', action)), await carried(ann.ask('act', 'R:1', action))]
    expect(first).to.include({ ok: true })
    expect(again).to.deep.equal(first)
  })

  it('refuses what is wrong as if it ran here', async () => {
    const { ann, there, carried } = await startNodes()
    const codes = async (...asked: readonly unknown[]) => {
      const answer = await carried(ann.ask('act', ...asked))
      return answer.ok ? 'ok' : answer.error.code
    }
    const { client } = ann
    expect(await codes('R:1', { client, seq: 1, name: 'nothing' })).to.equal('UNKNOWN_ACTION')
    expect(await codes('R:1', { client, seq: 2, name: 'note', payload: { text: 1 } })).to.equal('INVALID_PAYLOAD')
    expect(await codes('R:1', { client, seq: 3, name: 'note', payload: Buffer.from('x') })).to.equal('INVALID_MESSAGE')
    expect(await codes('R:1', { client, seq: 4, name: 7 })).to.equal('INVALID_MESSAGE')
    expect(await codes('R:1', { client })).to.equal('INVALID_MESSAGE')
    expect(await codes('R:9', { client, seq: 1, name: 'note' })).to.equal('ROOM_NOT_FOUND')
    expect(there.reports).to.deep.equal([])
  })

  it('lets no guest of a third node in by way of this one, where nothing of the room would reach them', async () => {
    const { here, there, carried, stop } = await startNodes()
    const guest = { id: 'guest', user: { id: 'cy', name: 'cy', roles: [] } }
    there.lobby.visit(guest)
    const answer = await carried(there.lobby.request(guest, 'enter', ['R:1', { client: 'cy-client' }]))
    expect(answer).to.have.nested.property('error.code', 'ROOM_BUSY')
    expect(await members(here)).to.equal(2)
    await stop()
  })

  it('is followed by the host of another node, whose own failure is told, and ends nothing', async () => {
    const { clock, here, there, bob } = await startNodes()
    const reports: string[] = []
    const report = (error: unknown) => void reports.push(String(error))
    const [, reach] = [here, there].map(({ registry, node }) => new RoomReach({ registry, node, clock, report }))
    const versions: number[] = []
    const following = reach?.observe('R:1', ({ version }) => {
      versions.push(version)
      throw new Error('the host does not like it')
    })
    await clock.pass(200)
    await bob.act('R:1', 'note', { text: 'next' })
    await clock.pass(1000)
    const [first = 0] = versions
    expect(versions).to.deep.equal([first, first + 1])
    expect(reports).to.deep.equal(Array(2).fill('Error: the host does not like it'))
    const end = await following
    end?.()
  })

  it('is followed by the host of another node through what fails: the first of a row is told, until it goes on', async () => {
    const { clock, here, there, bob } = await startNodes()
    const { node } = there
    const reports: string[] = []
    new RoomReach({ ...here, clock, report: () => {} })
    let failing: Error | undefined
    const reach = new RoomReach({
      ...{ registry: there.registry, clock, report: (error) => void reports.push(String(error)) },
      node: {
        errand: async (...asked) => (failing ? Promise.reject(failing) : node.errand(...asked)),
        serveErrands: () => {},
      },
    })
    const versions: number[] = []
    const end = await reach.observe('R:1', ({ version }) => void versions.push(version))
    const failFor = async (error: Error) => {
      failing = error
      await bob.act('R:1', 'note', { text: 'next' })
      await clock.pass(5000)
      failing = undefined
      await clock.pass(1000)
    }
    await clock.pass(200)
    for (const text of ['one', 'two']) await failFor(new Error(text))
    await failFor(new SocDrawError('ROOM_BUSY'))
    expect(reports).to.deep.equal(['Error: one', 'Error: two'])
    const [first = 0] = versions
    expect(new Set(versions)).to.deep.equal(new Set([first, first + 1, first + 2, first + 3]))
    end()
  })

  it('answers the host of another node, when the line ends, that a read may be asked again, and nothing else', async () => {
    const { clock, here, there, cut, carried } = await startNodes()
    const [, reach] = [here, there].map((core) => new RoomReach({ ...core, clock, report: () => {} }))
    if (!reach) throw new Error('there are two')
    const room = await reach.reach('R:1')
    expect(await carried(room.watchers())).to.equal(0)
    cut(true)
    const asked = [
      room.read(),
      room.past({}),
      room.watchers(),
      room.next(1),
      room.setRole('bob', 'moderator'),
      room.close(),
    ]
    const codes = asked.map((answer) =>
      answer.then(
        () => 'done',
        ({ code }) => code,
      ),
    )
    await clock.pass(5000)
    expect(await Promise.all(codes)).to.deep.equal([...Array(4).fill('ROOM_BUSY'), ...Array(2).fill('OUTCOME_UNKNOWN')])
  })

  it('[P12] is left, and is lost with the connection, as one’s own', async () => {
    const { clock, here, there, ann, carried } = await startNodes()
    expect(await carried(ann.leave('R:1'))).to.include({ ok: true })
    await clock.pass(50)
    expect(await members(here)).to.equal(1)
    await enter(there, ann)
    ann.disconnect()
    await clock.pass(10_000)
    expect(await members(here)).to.equal(2)
    await clock.pass(6000)
    expect(await members(here)).to.equal(1)
  })

  it('[P6] is entered anew by whoever lost the line to it: nobody is left in it who is told nothing', async () => {
    const { clock, here, there, ann, bob, cut, carried } = await startNodes()
    cut(true)
    await clock.pass(3000)
    expect(framesOf(ann).filter(isNowhere)).to.have.length(1)
    expect(await carried(ann.act('R:1', 'note', { text: 'lost' }))).to.have.nested.property('error.retryable')
    cut(false)
    await clock.pass(2000)
    const back = await enter(there, ann)
    expect(back).to.include({ ok: true })
    await bob.act('R:1', 'note', { text: 'again together' })
    await clock.pass(200)
    expect(JSON.stringify(framesOf(ann))).to.include('again together')
    await clock.pass(20_000)
    expect(await members(here)).to.equal(2)
  })

  it('[P12] keeps the seat of whoever’s node is gone for the grace time, and no longer', async () => {
    const { clock, here, cut } = await startNodes()
    cut(true)
    await clock.pass(12_000)
    expect(await members(here)).to.equal(2)
    await clock.pass(8000)
    expect(await members(here)).to.equal(1)
  })

  it('is told once of a user who has changed, also where each of two nodes runs a room in which the other’s are', async () => {
    const { clock, here, there, texts } = await startNodes()
    await enter(there, there.connect('cid', 'cid/there'), 'R:2')
    for (const [core, id] of [
      [here, 'cid/2'],
      [there, 'cid/1'],
    ] as const) {
      const tab = core.connect('cid', id)
      for (const roomId of ['R:1', 'R:2']) await enter(core, tab, roomId)
      await clock.pass(100)
    }
    expect([here.registry.size, there.registry.size]).to.deep.equal([1, 1])
    const before = texts()
    await here.lobby.recheck({ user: 'cid' })
    await clock.pass(400)
    expect(texts() - before).to.be.within(1, 8)
  })

  it('[P10] is left by whoever may not be in it any more, wherever they are', async () => {
    const { clock, here, there, ann } = await startNodes()
    const found = await here.registry.find('R:1')
    if (!found) throw new Error('there is no room')
    const bans = [{ user: 'ann', by: 'bob', at: 0, until: null, reason: '' }]
    const record = { ...found.record, users: ['bob'], bans }
    await here.registry.amend({ found: { ...found, record }, before: found, removed: { user: 'ann', words: 'Out.' } })
    await clock.pass(100)
    expect(ann.sent('removed').map(({ args }) => args[0])).to.deep.equal(['R:1'])
    const frames = framesOf(ann).length
    await clock.pass(5000)
    expect(framesOf(ann)).to.have.length(frames)
    expect(there.reports).to.deep.equal([])
    expect(await members(here)).to.equal(1)
  })

  it('[P15] is handed over when its node stops: who is elsewhere enters anew, and it goes on there', async () => {
    const { clock, here, there, ann, bob } = await startNodes()
    await bob.act('R:1', 'note', { text: 'before' })
    await here.registry.stop()
    const stopped = here.node.stop()
    await clock.pass(100)
    await stopped
    expect(framesOf(ann).filter(isNowhere)).not.to.have.length(0)
    const back = await enter(there, ann)
    const { happened } = back.snapshot.state as unknown as ClockworkState
    expect(happened).to.include('before')
    expect(there.registry.size).to.equal(1)
  })

  it('leaves no timer when both nodes have stopped', async () => {
    const { clock, stop } = await startNodes()
    await stop()
    await clock.pass(20_000)
    expect(clock.timers).to.equal(0)
  })
})
