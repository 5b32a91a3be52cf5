import { expect } from 'chai'
import type { Answer } from '../../../server/protocol/events.ts'
import { commits } from '../../support/clockwork.ts'
import { type Core, enter, settled, startCore, type Tab } from '../../support/core.ts'
import { council } from '../../support/council.ts'

const ROOMS = [{ id: 'R:1', name: 'Room', owner: 'ann', moderators: ['bob'] }]

async function meeting() {
  const core = startCore(council, ROOMS)
  const [ann, bob, cid] = [core.connect('ann'), core.connect('bob'), core.connect('cid')]
  for (const tab of [ann, bob, cid]) await enter(core, tab)
  await core.clock.pass(100)
  const found = await core.registry.find('R:1')
  if (!found) throw new Error('there is no room')
  const { host } = await core.registry.open(found)
  return { core, host, ann, bob, cid }
}

const codeOf = (answer: Answer): string => (answer.ok ? 'done' : answer.error.code)
const ask = (tab: Tab, seq: number, name: string, payload: unknown = { why: 'late' }): Promise<Answer> =>
  tab.request('act', 'R:1', { client: tab.client, seq, name, payload })

async function give(core: Core, giving: Promise<unknown>): Promise<void> {
  await core.clock.pass(50)
  await giving
}

describe('an action that demands a role', () => {
  it('is taken from whoever has it, or more, and refused to all others before anything is made of it', async () => {
    const { core, ann, bob, cid } = await meeting()
    const tried: Record<string, string[]> = {}
    for (const [name, payload] of [
      ['close', { why: 'late' }],
      ['dissolve', {}],
      ['pass', {}],
      ['speak', {}],
    ] as const) {
      tried[name] = []
      for (const tab of [ann, bob, cid]) tried[name].push(codeOf(await tab.act('R:1', name, payload)))
    }
    expect(tried).to.deep.equal({
      close: ['done', 'done', 'ROLE_REQUIRED'],
      dissolve: ['done', 'ROLE_REQUIRED', 'ROLE_REQUIRED'],
      pass: ['done', 'done', 'done'],
      speak: ['done', 'done', 'done'],
    })
    expect(core.reports).to.deep.equal([])
  })

  it('says so, whatever it carries: nothing is told of what would have been valid', async () => {
    const { bob, cid } = await meeting()
    let deep: unknown[] = []
    for (let depth = 0; depth < 10_000; depth++) deep = [deep]
    for (const payload of [undefined, { why: 5 }, { why: 'x'.repeat(70_000) }, deep]) {
      const { error } = (await cid.act('R:1', 'close', payload)) as Answer & { ok: false }
      const message = 'Your role in this room does not allow that.'
      expect(error).to.deep.equal({ code: 'ROLE_REQUIRED', message, retryable: false })
    }
    expect(codeOf(await bob.act('R:1', 'close', { why: 5 })), 'to who may').to.equal('INVALID_PAYLOAD')
  })

  it('[P2] [P4] is judged at its turn, once: by the role of then, and never anew', async () => {
    const { core, host, bob, cid } = await meeting()
    core.log.hold()
    const [early, promoting] = [ask(cid, 1, 'close'), host.setRole('cid', 'moderator')]
    const [then, demoting] = [ask(cid, 2, 'close'), host.setRole('cid', 'member')]
    const [late, unmaking] = [ask(cid, 3, 'close'), host.setRole('bob', 'member')]
    const last = ask(bob, 1, 'close')
    await settled()
    await core.log.release()
    await core.clock.pass(100)
    await Promise.all([promoting, demoting, unmaking])
    const codes = [await early, await then, await late, await last].map(codeOf)
    expect(codes).to.deep.equal(['ROLE_REQUIRED', 'done', 'ROLE_REQUIRED', 'ROLE_REQUIRED'])
    await give(core, host.setRole('cid', 'owner'))
    const before = commits(core).length
    const again = [1, 2, 3].map((seq) => ask(cid, seq, 'close'))
    await core.clock.pass(50)
    expect((await Promise.all(again)).map(codeOf)).to.deep.equal(['ROLE_REQUIRED', 'done', 'ROLE_REQUIRED'])
    expect(commits(core).length, 'nothing took effect once more').to.equal(before)
    expect(codeOf(await cid.act('R:1', 'close', { why: 'late' })), 'a new one, number 1 of others').to.equal(
      'ROLE_REQUIRED',
    )
  })

  it('[P4] uses its number up where it is refused, for good, through a restart', async () => {
    const { core, cid } = await meeting()
    expect(codeOf(await cid.act('R:1', 'close', { why: 'late' }))).to.equal('ROLE_REQUIRED')
    await core.registry.stop()
    const rooms = [{ id: 'R:1', name: 'Room', owner: 'cid' }]
    const again = startCore(council, rooms, { clock: core.clock, log: core.log })
    const back = again.connect('cid', 'cid/2', 'cid/1')
    await enter(again, back)
    const [first, second] = [ask(back, 1, 'close'), ask(back, 2, 'close')]
    await again.clock.pass(50)
    expect([codeOf(await first), codeOf(await second)]).to.deep.equal(['ROLE_REQUIRED', 'done'])
  })

  it('is the host’s to do without a seat, and nobody’s who only watches', async () => {
    const { core, host } = await meeting()
    const acting = host.actAs({ id: '$system', name: 'System', role: 'owner' }, 'dissolve', {})
    await core.clock.pass(50)
    expect(codeOf(await acting)).to.equal('done')
    const watcher = core.connect('dan')
    await give(core, host.setRole('dan', 'owner'))
    await enter(core, watcher, 'R:1', { spectate: true })
    expect(codeOf(await watcher.act('R:1', 'dissolve', {}))).to.equal('SPECTATING')
  })

  it('needs no right where the log is read again: what was accepted stays, though it may be demanded of others now', async () => {
    const { core, host, bob } = await meeting()
    await bob.act('R:1', 'close', { why: 'late' })
    await give(core, host.setRole('bob', 'member'))
    await core.registry.stop()
    const again = startCore(council, ROOMS, { clock: core.clock, log: core.log })
    const { snapshot } = await enter(again, again.connect('ann', 'ann/2'))
    expect((snapshot.state as unknown as { log: string[] }).log).to.include('bob moderator closes: late')
  })
})
