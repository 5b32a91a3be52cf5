import { expect } from 'chai'
import type { Frame } from '../../../server/protocol/events.ts'
import { clockwork, running } from '../../support/clockwork.ts'
import { type Core, enter, type Tab } from '../../support/core.ts'

/** What comes to a tab, in its order: the versions of its frames, and of its answers. */
function follow(core: Core, tab: Tab): { came: string[]; asked<Answer>(what: string, answer: Promise<Answer>): void } {
  const came: string[] = []
  core.wire.heard = (id, { event, args }) => {
    if (id === tab.id && event === 'frame') came.push(`frame to ${(args[1] as Frame).to}`)
  }
  return {
    came,
    // As the sockets' side does it.
    asked: (what, answer) => void answer.then((told) => came.push(`${what} ${(told as { version?: number }).version}`)),
  }
}

describe('[P4] an answer comes before the frame that shows it', () => {
  it('also where somebody comes in with the same batch, for whom the frame is cut short', async () => {
    const { core, ann } = await running()
    const { came, asked } = follow(core, ann)
    const act = (seq: number): Promise<unknown> =>
      ann.request('act', 'R:1', { client: ann.client, seq, name: 'note', payload: { text: `${seq}` } })
    core.log.hold()
    // While it is on its way, all that follows gathers in one batch.
    asked('act', act(1))
    await core.clock.settle()
    const cid = core.connect('cid')
    const entering = cid.request('enter', 'R:1', { client: cid.client })
    await core.clock.settle()
    asked('act', act(2))
    asked('act', act(3))
    await core.clock.pass(40)
    await core.log.release()
    await core.clock.pass(100)
    const { version } = (await entering) as { version?: number }
    expect(came.map((each) => each.split(' ')[0])).to.deep.equal(['act', 'act', 'act', 'frame'])
    expect(came[3], 'who comes in begins at a frame’s end').to.equal(`frame to ${version}`)
    const after = cid.sent('frame').map(({ args }) => (args[1] as Frame).from)
    expect(after.every((from) => from >= (version ?? 0))).to.equal(true)
  })

  it('also where the host’s code begins to look at the room', async () => {
    const { core, ann } = await running()
    const { came, asked } = follow(core, ann)
    const found = await core.registry.find('R:1')
    if (!found) throw new Error('there is no room')
    const room = await core.registry.open(found)
    core.log.hold()
    asked('act', ann.request('act', 'R:1', { client: ann.client, seq: 1, name: 'note', payload: { text: 'one' } }))
    const seen: number[] = []
    const stop = room.host.observe(({ version }) => void seen.push(version))
    await core.clock.pass(40)
    await core.log.release()
    await core.clock.pass(100)
    expect(came.map((each) => each.split(' ')[0])).to.deep.equal(['act', 'frame'])
    expect(`frame to ${seen[0]}`).to.equal(came[1])
    stop()
  })

  it('[P6] frames go no further than where somebody is about to begin, whatever is due meanwhile', async () => {
    const { core, ann } = await running({ ...clockwork, players: { min: 2, max: 9 } })
    const act = (seq: number): Promise<unknown> =>
      ann.request('act', 'R:1', { client: ann.client, seq, name: 'note', payload: { text: `${seq}` } })
    let seq = 0
    const tabs: { tab: Tab; entering: Promise<unknown> }[] = []
    // Each millisecond somebody acts, and each third somebody comes in.
    for (let ms = 0; ms < 90; ms++) {
      void act(++seq)
      if (ms % 3 === 0) {
        const tab = core.connect(`p${ms % 5}`, `p${ms % 5}/${ms}`)
        tabs.push({ tab, entering: tab.enter('R:1') })
      }
      await core.clock.pass(1)
    }
    await core.clock.pass(500)
    for (const { tab, entering } of tabs) {
      let { version } = (await entering) as { version: number }
      for (const { args } of tab.sent('frame')) {
        const { from, to } = args[1] as Frame
        expect(from, tab.id).to.equal(version)
        version = to
      }
      expect(version, tab.id).to.equal((await enter(core, core.connect('ann', `ann/${tab.id}`))).version)
    }
  })

  it('[P3] who was about to begin is told that it failed, where the log fails in that very step', async () => {
    const { core, ann } = await running()
    const cid = core.connect('cid')
    const entering = cid.enter('R:1')
    await core.clock.settle()
    core.log.failNext = 'before'
    const refused = ann.act('R:1', 'note', { text: 'lost' })
    await core.clock.pass(200)
    await refused
    const answer = (await entering) as { ok: boolean; error?: { code: string } }
    expect(answer.ok || answer.error?.code).to.be.oneOf([true, 'NOT_STORED'])
    expect(await enter(core, cid)).to.include({ ok: true })
  })

  it('leaves no timer behind where the room ends meanwhile', async () => {
    const { core } = await running()
    const entering = core.connect('cid').request('enter', 'R:1', { client: 'cid/1' })
    await core.clock.settle()
    await core.registry.stop()
    core.clock.advance(0)
    await entering
    core.lobby.stop()
    expect(core.clock.timers).to.equal(0)
  })
})
