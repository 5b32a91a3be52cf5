import { expect } from 'chai'
import { clockwork, look, running } from '../../support/clockwork.ts'
import { type Core, enter, type Tab } from '../../support/core.ts'

/** Archives the room, or takes it out again. */
async function archive(core: Core, archived: boolean): Promise<void> {
  const before = await core.registry.find('R:1')
  if (!before) throw new Error('there is no room')
  await core.registry.amend({ found: { ...before, archived }, before })
  await core.clock.pass(20)
}

/** What a tab is sent of the room from now on, but for its listings. */
function heard(tab: Tab): () => string[] {
  const before = tab.sent().length
  return () =>
    tab
      .sent()
      .slice(before)
      .map(({ event }) => event)
      .filter((event) => event !== 'listings')
}

describe('who reads an archived room that is restored', () => {
  it('[P7] is told to come in anew, and out of the room until then: who gets no seat hears nothing more of it', async () => {
    const { core, ann } = await running({ ...clockwork, players: { min: 2, max: 2 } })
    await archive(core, true)
    const cid = core.connect('cid')
    await enter(core, cid)
    await archive(core, false)
    expect(cid.sent('frame').at(-1)?.args[1], 'a gap').to.deep.include({ from: Number.MAX_SAFE_INTEGER })
    const since = heard(cid)
    expect(await cid.act('R:1', 'note', { text: 'mine' })).to.nested.include({ 'error.code': 'NOT_A_MEMBER' })
    expect(await enter(core, cid)).to.nested.include({ 'error.code': 'ROOM_FULL' })
    await ann.act('R:1', 'note', { text: 'theirs' })
    await core.clock.pass(6000)
    expect(since()).to.deep.equal([])
    expect(core.registry.listing('R:1'), 'nor counts as who watches').not.to.have.property('watchers')
    expect(await enter(core, cid, 'R:1', { spectate: true }), 'what the page offers instead').to.include({ ok: true })
  })

  it('is out of a room that nobody may watch by its application’s rules, also who asked to watch in the archive', async () => {
    const { core } = await running({ ...clockwork, players: { min: 1, max: 4 }, spectators: false })
    await archive(core, true)
    const cid = core.connect('cid')
    expect(await enter(core, cid, 'R:1', { spectate: true })).to.include({ ok: true })
    await archive(core, false)
    const since = heard(cid)
    expect(await enter(core, cid, 'R:1', { spectate: true })).to.nested.include({ 'error.code': 'NO_SPECTATORS' })
    await core.clock.pass(6000)
    expect(since()).to.deep.equal([])
  })

  it('[P12] who reads beside a seat that was theirs gets it again, and the application hears of no leaving', async () => {
    const { core, ann, bob } = await running()
    await archive(core, true)
    for (const tab of [ann, bob]) await enter(core, tab)
    await archive(core, false)
    for (const tab of [ann, bob]) expect(await enter(core, tab)).to.include({ ok: true })
    await core.clock.pass(60_000)
    const { room, happened } = await look(core)
    expect(room.members.map(({ id, connected }) => [id, connected])).to.deep.equal([
      ['ann', true],
      ['bob', true],
    ])
    expect(happened).to.deep.equal([])
  })

  it('who watched before it was archived, or asked to, watches on', async () => {
    const { core, ann } = await running()
    const [cid, dan] = [core.connect('cid'), core.connect('dan')]
    await enter(core, cid, 'R:1', { spectate: true })
    await archive(core, true)
    await enter(core, dan, 'R:1', { spectate: true })
    await archive(core, false)
    const since = [heard(cid), heard(dan)]
    await ann.act('R:1', 'note', { text: 'for all' })
    await core.clock.pass(3000)
    for (const events of since) expect(events()).to.include('frame')
    expect(core.registry.listing('R:1')).to.include({ watchers: 2 })
  })

  it('[P3] is out of it also where the room is restored while its log fails', async () => {
    const { core, ann } = await running({ ...clockwork, players: { min: 2, max: 2 } })
    await archive(core, true)
    const cid = core.connect('cid')
    await enter(core, cid)
    core.log.failNext = 'before'
    // Meeting somebody new is written, and what is lost is opened anew.
    const refused = core.connect('dan').enter('R:1')
    await core.clock.settle()
    const before = await core.registry.find('R:1')
    if (!before) throw new Error('there is no room')
    await core.registry.amend({ found: { ...before, archived: false }, before })
    await core.clock.pass(200)
    await refused
    const since = heard(cid)
    expect(cid.sent('frame').at(-1)?.args[1], 'a gap').to.deep.include({ from: Number.MAX_SAFE_INTEGER })
    expect(await enter(core, cid)).to.nested.include({ 'error.code': 'ROOM_FULL' })
    await enter(core, ann)
    await ann.act('R:1', 'note', { text: 'theirs' })
    await core.clock.pass(6000)
    expect(since()).to.deep.equal([])
  })
})
