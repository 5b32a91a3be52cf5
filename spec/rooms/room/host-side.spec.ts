import { expect } from 'chai'
import type { RoomView } from '../../../server/rooms/room/observers.ts'
import { clockwork, running } from '../../support/clockwork.ts'
import { type Core, enter, settled } from '../../support/core.ts'

async function hostOf({ registry }: Core, roomId = 'R:1') {
  const found = await registry.find(roomId)
  if (!found) throw new Error(`there is no room ${roomId}`)
  return (await registry.open(found)).host
}

const happened = (view: RoomView | undefined) => view?.state?.happened as readonly string[] | undefined

describe('a room in its host’s hands', () => {
  it('[P3] is shown as its log has it, never what is on the way there, and what is lost never', async () => {
    const { core, ann } = await running()
    const host = await hostOf(core)
    const seen: RoomView[] = []
    host.observe((view) => seen.push(view))
    await core.clock.pass(100)
    const before = seen.length
    core.log.hold()
    const acting = ann.act('R:1', 'note', { text: 'under way' })
    await core.clock.pass(1000)
    let read: RoomView | undefined
    void host.read().then((view) => {
      read = view
    })
    const late: RoomView[] = []
    const stop = host.observe((view) => late.push(view))
    await settled()
    expect([seen.length, read, late.flatMap(happened)]).to.deep.equal([before, undefined, []])
    await core.log.release()
    await core.clock.pass(100)
    await acting
    expect([happened(read), happened(seen.at(-1)), happened(late.at(-1))]).to.deep.equal(Array(3).fill(['under way']))
    stop()

    core.log.failNext = 'before'
    const lost = host.actAs({ id: 'host', name: 'Host' }, 'note', { text: 'lost' })
    expect(await lost.catch(({ code }: { code: string }) => code)).to.equal('NOT_STORED')
    await core.clock.pass(1000)
    await host.actAs({ id: 'host', name: 'Host' }, 'note', { text: 'kept' })
    await core.clock.pass(1000)
    expect(JSON.stringify(seen)).not.to.include('lost')
    expect(happened(seen.at(-1))).to.deep.equal(['under way', 'kept'])
    expect(happened(late.at(-1)), 'who has stopped is told nothing').to.deep.equal(['under way'])
  })

  it('shows what only the server may see, every version rising, and members with it', async () => {
    const { core, ann } = await running()
    const host = await hostOf(core)
    const seen: RoomView[] = []
    host.observe((view) => seen.push(view))
    await enter(core, core.connect('cid'))
    await ann.act('R:1', 'note', { text: 'hello' })
    ann.disconnect()
    await core.clock.pass(60_000)
    expect(seen[0]?.state).to.deep.include({ deck: ['top-secret'], hands: { ann: 'hand-of-ann', bob: 'hand-of-bob' } })
    const versions = seen.map(({ version }) => version)
    expect(versions).to.deep.equal([...new Set(versions)].sort((one, other) => one - other))
    expect(seen.at(-1)).to.deep.equal(await host.read())
    expect(seen.at(-1)?.members.map(({ id, connected }) => [id, connected])).to.deep.equal([
      ['bob', true],
      ['cid', true],
    ])
    expect(seen.length).to.be.above(3)
  })

  it('stays in memory while it is looked at, and a listener that throws keeps nobody from hearing', async () => {
    const { core, ann, bob } = await running()
    const host = await hostOf(core)
    const seen: RoomView[] = []
    host.observe(() => {
      throw new Error('the host’s mistake')
    })
    const stop = host.observe((view) => seen.push(view))
    await ann.leave('R:1')
    await bob.leave('R:1')
    await core.clock.pass(10 * 60_000)
    expect([core.registry.size, seen.at(-1)?.status, seen.at(-1)?.members]).to.deep.equal([1, 'paused', []])
    expect(String(core.reports[0])).to.include('the host’s mistake')
    stop()
    await core.registry.stop()
    core.lobby.stop()
    expect(core.clock.timers).to.equal(0)
  })

  it('is closed for good, once it is durable, waiting or running; closing it again is harmless', async () => {
    const { core, ann } = await running()
    const host = await hostOf(core)
    core.log.hold()
    let closed = false
    const closing = host.close().then(() => {
      closed = true
    })
    await settled()
    expect(closed).to.equal(false)
    await core.log.release()
    await closing
    await host.close()
    expect(await ann.act('R:1', 'note', { text: 'late' })).to.nested.include({ 'error.code': 'ROOM_CLOSED' })
    expect((await host.read()).status).to.equal('closed')
    expect(
      core.log.batches
        .flat()
        .flatMap(({ entries }) => entries)
        .filter(({ commit }) => commit?.kind === 'close'),
    ).to.have.length(1)
  })

  it('tells the kept actions whole, whoever may see what of them', async () => {
    const secretive = { ...clockwork, history: { note: () => null } }
    const { core, ann } = await running(secretive)
    await ann.act('R:1', 'note', { text: 'first' })
    await ann.act('R:1', 'note', { text: 'second' })
    expect(await ann.ask('history', 'R:1', {})).to.deep.include({ actions: [] })
    const host = await hostOf(core)
    const { actions, before } = await host.past({ limit: 1 })
    expect(actions.map(({ payload, user }) => [payload, user.id])).to.deep.equal([[{ text: 'second' }, 'ann']])
    expect((await host.past({ before: before ?? 0 })).actions.map(({ payload }) => payload)).to.deep.equal([
      { text: 'first' },
    ])
  })
})
