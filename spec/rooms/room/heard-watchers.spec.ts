import { expect } from 'chai'
import type { Answer } from '../../../server/protocol/events.ts'
import { commits } from '../../support/clockwork.ts'
import { type Core, enter, startCore, type Tab } from '../../support/core.ts'
import { council } from '../../support/council.ts'

const WATCH = { spectate: true }

async function meeting() {
  const core = startCore(council, [{ id: 'R:1', name: 'Room', owner: 'ann' }])
  const [ann, cid] = [core.connect('ann'), core.connect('cid')]
  await enter(core, ann)
  const entered = await enter(core, cid, 'R:1', WATCH)
  return { core, ann, cid, entered }
}

const outcomeOf = (answer: Answer) => (answer.ok ? (answer as { result?: unknown }).result : answer.error.code)
const ask = (tab: Tab, seq: number, name: string, payload: unknown = {}): Promise<Answer> =>
  tab.ask('act', 'R:1', { client: tab.client, seq, name, payload })
const logOf = async (core: Core): Promise<readonly string[]> => {
  const { snapshot } = await enter(core, core.connect('eve', `eve/${core.clock.now()}`), 'R:1', WATCH)
  return (snapshot.state as unknown as { log: string[] }).log
}

describe('an action that is taken from who watches', () => {
  it('is done by them as by a member, with the handler told; and by members as ever', async () => {
    const { core, ann, cid, entered } = await meeting()
    expect(entered).to.include({ heard: true })
    const watcher = { role: 'member', spectating: true, members: 1 }
    expect(outcomeOf(await cid.act('R:1', 'cheer', {}))).to.deep.equal(watcher)
    expect(outcomeOf(await ann.act('R:1', 'cheer', {}))).to.include({ role: 'owner', spectating: false })
    const beside = core.connect('ann', 'ann/2')
    await enter(core, beside, 'R:1', WATCH)
    expect(outcomeOf(await beside.act('R:1', 'cheer', {})), 'as what the tab is in it').to.deep.equal(watcher)
    expect((await logOf(core)).slice(-3)).to.deep.equal([
      'cid watching cheers',
      'ann owner cheers',
      'ann watching cheers',
    ])
  })

  it('alone is: all others are refused before anything is made of them, whatever role a seat of theirs has', async () => {
    const { core, cid } = await meeting()
    const beside = core.connect('ann', 'ann/2')
    await enter(core, beside, 'R:1', WATCH)
    const before = commits(core).length
    for (const [name, payload] of [
      ['speak', {}],
      ['close', { why: 5 }],
      ['dissolve', {}],
    ] as const) {
      for (const tab of [cid, beside])
        expect(outcomeOf(await tab.act('R:1', name, payload)), name).to.equal('SPECTATING')
    }
    expect(outcomeOf(await cid.act('R:1', 'missing', {}))).to.equal('UNKNOWN_ACTION')
    expect([commits(core).length - before, core.reports]).to.deep.equal([0, []])
  })

  it('[P4] takes effect once, and a refusal uses its number up, also through a restart', async () => {
    const { core, cid } = await meeting()
    const first = await ask(cid, 1, 'cheer')
    const refused = await ask(cid, 2, 'speak')
    expect([outcomeOf(refused), await ask(cid, 1, 'cheer')]).to.deep.equal(['SPECTATING', first])
    await core.registry.stop()
    const again = startCore(council, [{ id: 'R:1', name: 'Room' }], { clock: core.clock, log: core.log })
    const back = again.connect('cid', 'cid/2', cid.client)
    await enter(again, back, 'R:1', WATCH)
    expect([await ask(back, 1, 'cheer'), outcomeOf(await ask(back, 2, 'speak'))]).to.deep.equal([first, 'SPECTATING'])
    expect(await ask(back, 3, 'cheer')).to.include({ ok: true })
    expect((await logOf(again)).filter((line) => line.startsWith('cid'))).to.have.length(2)
  })

  it('[P10] is theirs for as long as they may watch, and as a host lets them act', async () => {
    const denied = new Set<string>()
    const core = startCore(council, [{ id: 'R:1', name: 'Room' }], {
      may: ({ id }, operation) => !denied.has(`${id} ${operation}`),
    })
    const [ann, cid] = [core.connect('ann'), core.connect('cid')]
    await enter(core, ann)
    await enter(core, cid, 'R:1', WATCH)
    denied.add('cid act')
    expect(outcomeOf(await cid.act('R:1', 'cheer', {}))).to.equal('FORBIDDEN')
    denied.delete('cid act')
    expect(await cid.act('R:1', 'cheer', {})).to.include({ ok: true })
  })

  it('is none in a room that is archived or closed', async () => {
    const { core, ann, cid } = await meeting()
    const found = await core.registry.find('R:1')
    if (!found) throw new Error('there is no room')
    await core.registry.amend({ found: { ...found, archived: true }, before: found })
    expect(outcomeOf(await ask(cid, 1, 'cheer'))).to.equal('ROOM_ARCHIVED')
    await core.registry.amend({ found, before: { ...found, archived: true } })
    await enter(core, ann)
    await enter(core, cid, 'R:1', WATCH)
    const { host } = await core.registry.open(found)
    const closing = host.close()
    await core.clock.pass(50)
    await closing
    expect(outcomeOf(await ask(cid, 1, 'cheer'))).to.equal('ROOM_CLOSED')
  })
})
