import { expect } from 'chai'
import { z } from 'zod/mini'
import type { Frame } from '../../../server/protocol/events.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { clockwork, look, restart, running } from '../../support/clockwork.ts'
import { type Entered, enter, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

const watching = { spectate: true }
const application = { ...clockwork, presence: z.object({ typing: z.boolean() }) }
const seen = (tab: Tab, ...answers: unknown[]): string => JSON.stringify([tab.sent(), ...answers])
const ids = ({ snapshot }: Entered) => snapshot.room.members.map(({ id }) => id)

/** What a tab holds: what it was given when it came in, and all frames since. */
function replica(tab: Tab, { version, snapshot }: Entered): object {
  const frames = tab.sent('frame').map(({ args }) => args[1] as Frame)
  const patches = frames.filter(({ to }) => to > version).flatMap((frame) => frame.patches)
  return applyPatches({ $room: snapshot.room, ...snapshot.state }, patches)
}
const fresh = ({ snapshot }: Entered): object => ({ $room: snapshot.room, ...snapshot.state })

describe('who only watches', () => {
  it('[P7] sees what everybody may see and nothing of anybody’s own, also where there is an entry of theirs', async () => {
    const { core, ann, bob } = await running(application)
    const cid = core.connect('cid')
    const tab = core.connect('ann', 'ann/watching')
    const [first, second] = [await enter(core, cid, 'R:1', watching), await enter(core, tab, 'R:1', watching)]
    await ann.act('R:1', 'note', { text: 'for all' })
    await bob.leave('R:1')
    await enter(core, core.connect('bob', 'bob/2'))
    await core.clock.pass(100)
    for (const text of [seen(cid, first), seen(tab, second)]) {
      expect(text).to.contain('for all').and.not.contain('hand-of').and.not.contain('top-secret')
    }
    expect(first.snapshot.state).to.deep.include({ hands: null })
    expect(seen(ann), 'the tab that plays').not.to.contain('hand-of-bob')
    for (const [who, entered] of [[cid, first] as const, [tab, second] as const]) {
      const now = fresh(await enter(core, who, 'R:1', watching))
      expect(replica(who, entered), '[P8]').to.deep.equal(now)
    }
  })

  it('counts for nothing, is no member, can neither act nor present, and may page back', async () => {
    const core = startCore(application)
    const [ann, cid, dan] = [core.connect('ann'), core.connect('cid'), core.connect('dan')]
    await enter(core, ann)
    for (const tab of [cid, dan]) await enter(core, tab, 'R:1', watching)
    expect((await look(core)).room).to.deep.include({ status: 'waiting', started: false })
    await enter(core, core.connect('bob'))
    const again = await enter(core, cid, 'R:1', watching)
    expect([again.snapshot.room.status, ids(again)]).to.deep.equal(['running', ['ann', 'bob']])
    expect(core.registry.listing('R:1')).to.include({ members: 2, spectators: true })
    expect(await cid.act('R:1', 'note', { text: 'mine' })).to.nested.include({ 'error.code': 'SPECTATING' })
    cid.tell('present', 'R:1', { typing: true })
    await ann.act('R:1', 'note', { text: 'kept' })
    await core.clock.pass(200)
    expect(ann.sent('presence')).to.deep.equal([])
    expect(await cid.ask('history', 'R:1', {})).to.nested.include({ 'actions[0].payload.text': 'kept' })
    await cid.leave('R:1')
    dan.disconnect()
    const { room, happened } = await look(core)
    expect([room.members.length, happened]).to.deep.equal([2, ['kept']])
    expect(await cid.ask('history', 'R:1', {})).to.nested.include({ 'error.code': 'NOT_A_MEMBER' })
  })

  it('watches a full room, and gets a seat in it only when there is one', async () => {
    const { core, bob } = await running({ ...application, players: { min: 2, max: 2 } })
    const cid = core.connect('cid')
    expect(await enter(core, cid)).to.nested.include({ 'error.code': 'ROOM_FULL' })
    expect(await enter(core, cid, 'R:1', watching)).to.include({ ok: true })
    expect(await enter(core, cid)).to.nested.include({ 'error.code': 'ROOM_FULL' })
    const before = cid.sent('frame').length
    await bob.leave('R:1')
    await core.clock.pass(100)
    expect(cid.sent('frame').length, 'refused a seat, it goes on watching').to.be.above(before)
    expect(ids(await enter(core, cid))).to.deep.equal(['ann', 'cid'])
  })

  it('is refused where an application is not for watching', async () => {
    const core = startCore(counter)
    expect(await enter(core, core.connect('ann'), 'R:1', watching)).to.nested.include({ 'error.code': 'NO_SPECTATORS' })
  })

  it('[P8] who takes a seat on the same connection gets the whole room, and their own entry from then on', async () => {
    const { core, ann } = await running(application)
    const cid = core.connect('cid')
    const { version, epoch } = await enter(core, cid, 'R:1', watching)
    const seated = await enter(core, cid, 'R:1', { version, epoch })
    expect(seated.snapshot.state).to.deep.include({ hands: 'hand-of-cid' })
    expect(await cid.act('R:1', 'note', { text: 'mine' })).to.include({ ok: true })
    await ann.act('R:1', 'note', { text: 'theirs' })
    await core.clock.pass(100)
    expect(replica(cid, seated)).to.deep.equal(fresh(await enter(core, cid)))
    expect(seen(cid)).not.to.contain('hand-of-ann')
  })

  it('[P12] who rather watches has left their seat, unless another tab of theirs plays on', async () => {
    const { core, ann, bob } = await running(application)
    const second = core.connect('bob', 'bob/2')
    await enter(core, second)
    const { version, epoch } = await enter(core, bob)
    bob.tell('present', 'R:1', { typing: true })
    await core.clock.pass(200)
    const watched = await enter(core, bob, 'R:1', { ...watching, version, epoch })
    expect(ids(watched)).to.deep.equal(['ann', 'bob'])
    expect(watched.snapshot.state).to.deep.include({ hands: null })
    expect(ann.sent('presence').at(-1)?.args[1]).to.deep.equal({ bob: null })
    expect(await bob.act('R:1', 'note', { text: 'mine' })).to.nested.include({ 'error.code': 'SPECTATING' })
    const alone = await enter(core, second, 'R:1', watching)
    expect([ids(alone), alone.snapshot.room.status]).to.deep.equal([['ann'], 'paused'])
    expect((await look(core)).happened).to.deep.equal(['left bob of ann'])
    const sent = bob.sent().length
    await enter(core, core.connect('bob', 'bob/3'))
    await core.clock.pass(100)
    expect(JSON.stringify(bob.sent().slice(sent)))
      .to.contain('joined bob')
      .and.not.contain('hand-of')
  })

  it('keeps its role over a log that fails, and a restart frees no seat and gives none because of it', async () => {
    const { core, ann, bob } = await running(application)
    const cid = core.connect('cid')
    const entered = await enter(core, cid, 'R:1', watching)
    core.log.failNext = 'before'
    await ann.act('R:1', 'note', { text: 'lost' })
    await core.clock.pass(200)
    expect(await bob.act('R:1', 'note', { text: 'after' })).to.include({ ok: true })
    await core.clock.pass(100)
    expect(seen(cid, entered)).to.contain('after').and.not.contain('lost').and.not.contain('hand-of')
    expect(await cid.act('R:1', 'note', { text: 'mine' })).to.nested.include({ 'error.code': 'SPECTATING' })
    await core.registry.stop()
    const after = await restart(core, application)
    const back = after.connect('cid', 'cid/2', 'cid/1')
    const { version, epoch } = entered
    const answer = back.enter('R:1', { ...watching, version, epoch })
    await after.clock.pass(20)
    expect(seen(back, await answer))
      .to.contain('after')
      .and.not.contain('hand-of')
    expect((await look(after)).room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
  })

  it('keeps the room in memory, and no longer than it watches', async () => {
    const { core, ann, bob } = await running({ ...application, quorumLoss: 'continue' })
    const cid = core.connect('cid')
    await enter(core, cid, 'R:1', watching)
    for (const tab of [ann, bob]) await tab.leave('R:1')
    await core.clock.pass(200_000)
    expect(core.registry.size).to.equal(1)
    cid.disconnect()
    await core.clock.pass(80_000)
    expect(core.registry.size).to.equal(0)
    expect(core.clock.timers).to.equal(0)
  })
})
