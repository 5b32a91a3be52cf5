import { expect } from 'chai'
import type { GuessState } from '../../../server/applications/draw-and-guess/state.ts'
import { drawAndGuess } from '../../../server/applications/draw-and-guess.ts'
import type { Answer } from '../../../server/protocol/events.ts'
import { type Core, type Entered, startCore, type Tab } from '../../support/core.ts'
import { SECOND } from './support.ts'

/** All of its words have ten letters, and so three hints. */
const application = drawAndGuess({ en: ['lighthouse', 'strawberry', 'helicopter'], de: [] })

/** Enters the room, which takes as long as a frame. */
async function enter(core: Core, tab: Tab, request: object = {}): Promise<GuessState> {
  const answer: Promise<Answer> = tab.enter('R:1', request)
  await core.clock.pass(application.frameInterval)
  // The specs look for what everybody sees.
  return ((await answer) as Entered).snapshot.state as unknown as GuessState
}

/** What everybody sees of the game now. Takes as long as a frame. */
async function look(core: Core): Promise<GuessState> {
  const watcher = core.connect('watcher', `watcher/${core.clock.now()}`)
  const state = await enter(core, watcher, { spectate: true })
  watcher.disconnect()
  return state
}

describe('draw and guess: a server that starts again', () => {
  it('[P3] in the middle of a turn goes on with it: hints, guesses and its end come when they should', async () => {
    const core = startCore(application)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    for (const tab of [ann, bob]) await enter(core, tab)
    await ann.act('R:1', 'play', {})
    await ann.act('R:1', 'choose', { index: 0 })
    await ann.act('R:1', 'begin', { id: 'abcdef', colour: 1, width: 2, at: [3, 4] })
    const before = await look(core)
    if (before.phase.name !== 'drawing') return expect.fail(before.phase.name)
    const { endsAt, from } = before.phase
    await core.clock.pass(10 * SECOND)
    await core.registry.stop()
    core.lobby.stop()
    await core.clock.pass(8 * SECOND)

    const after = startCore(application, undefined, { clock: core.clock, log: core.log })
    after.registry.sweep()
    const tabs = [after.connect('ann', 'ann/2'), after.connect('bob', 'bob/2')]
    for (const tab of tabs) await enter(after, tab)
    const now = await look(after)
    expect(now.phase).to.deep.include({ name: 'drawing', endsAt, from, hints: 3 })
    expect(now.ink).to.deep.equal(before.ink)
    await after.clock.pass(endsAt - 41 * SECOND - after.clock.now())
    expect((await look(after)).phase).to.include({ hints: 2 })
    const wrong = await tabs[1]?.act('R:1', 'say', { text: 'no idea' })
    expect(wrong).to.deep.include({ ok: true, result: { heard: 'said' } })
    await after.clock.pass(endsAt - 1 - 2 * application.frameInterval - after.clock.now())
    expect((await look(after)).phase.name).to.equal('drawing')
    await after.clock.pass(endsAt - after.clock.now())
    expect((await look(after)).phase).to.include({ name: 'answer', ended: 'time' })
    await after.clock.pass(5 * SECOND)
    expect((await look(after)).phase).to.include({ name: 'choosing', drawer: 'bob' })
    expect([...core.reports, ...after.reports]).to.deep.equal([])
    await after.registry.stop()
  })

  it('[P3] that was away for the rest of the turn ends it as soon as it is back', async () => {
    const core = startCore(application)
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    for (const tab of [ann, bob]) await enter(core, tab)
    await ann.act('R:1', 'play', {})
    await ann.act('R:1', 'choose', { index: 0 })
    await core.registry.stop()
    core.lobby.stop()
    await core.clock.pass(3600 * SECOND)
    const after = startCore(application, undefined, { clock: core.clock, log: core.log })
    for (const user of ['ann', 'bob']) await enter(after, after.connect(user, `${user}/2`))
    await after.clock.pass(20)
    expect((await look(after)).phase).to.include({ name: 'answer', ended: 'time' })
    await after.registry.stop()
  })
})
