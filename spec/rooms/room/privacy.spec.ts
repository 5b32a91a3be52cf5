import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../../server/contract/define-application.ts'
import type { EnterAnswer, Frame } from '../../../server/protocol/events.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { type Core, enter, startCore, type Tab } from '../../support/core.ts'

interface CardState {
  deck: string[]
  hands: Record<string, string[]>
  table: string[]
}

const cards = defineApplication({
  name: 'cards',
  players: { min: 2, max: 4 },
  initialise: ({ members }): CardState => ({
    deck: Array.from({ length: 20 }, (_, n) => `secret-${n}`),
    hands: Object.fromEntries(members.map(({ id }) => [id, [`dealt-to-${id}`]])),
    table: [],
  }),
  visibility: { deck: 'server', hands: 'owner' },
  update: (action) => ({
    draw: action(z.object({}), (state, _payload, { user }) => {
      const card = `${state.deck.shift()}-of-${user.id}`
      state.hands[user.id] = [...(state.hands[user.id] ?? []), card]
    }),
    play: action(z.object({}), (state, _payload, { user }) => {
      const card = state.hands[user.id]?.pop()
      if (card) state.table.push(`open-${card}`)
    }),
  }),
})

/** Everything that a tab was ever sent, as text. */
const received = (tab: Tab, ...answers: unknown[]): string => JSON.stringify([tab.sent(), ...answers])

async function playing(): Promise<{ core: Core; ann: Tab; bob: Tab; entered: EnterAnswer[] }> {
  const core = startCore(cards)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  const entered: EnterAnswer[] = [await enter(core, ann), await enter(core, bob)]
  await core.clock.pass(100)
  return { core, ann, bob, entered }
}

describe('private state', () => {
  it('[P7] never leaves: not in frames, snapshots, answers or what a returning client gets', async () => {
    const { core, ann, bob, entered } = await playing()
    const answers: unknown[] = []
    for (const tab of [ann, bob, ann, bob]) answers.push(await tab.act('R:1', 'draw', {}))
    await core.clock.pass(100)
    const cid = core.connect('cid')
    const joined = await enter(core, cid)
    const { version, epoch } = entered[1]!
    bob.disconnect()
    const back = core.connect('bob', 'bob/2')
    const returning = back.ask('enter', 'R:1', { client: 'bob', version, epoch })
    await core.clock.pass(50)
    const returned = await returning

    const toAnn = received(ann, entered[0], answers)
    const toBob = received(bob, entered[1]) + received(back, returned)
    const toCid = received(cid, joined)
    expect(toAnn).to.contain('secret-0-of-ann').and.not.contain('of-bob').and.not.contain('dealt-to-bob')
    expect(toBob).to.contain('secret-1-of-bob').and.not.contain('of-ann').and.not.contain('dealt-to-ann')
    expect(toCid).not.to.match(/secret|dealt/)
    for (const text of [toAnn, toBob]) expect(text).not.to.match(/secret-\d+"/)
  })

  it('[P8] for every viewer, old snapshot and frames make the fresh snapshot, in one frame each', async () => {
    const { core, ann, bob, entered } = await playing()
    for (const name of ['draw', 'draw', 'play']) for (const tab of [ann, bob]) await tab.act('R:1', name, {})
    await core.clock.pass(100)
    for (const [index, tab] of [ann, bob].entries()) {
      const start = entered[index]!
      const frames = tab.sent('frame').map(({ args }) => args[1] as Frame)
      for (const [at, frame] of frames.entries()) if (at > 0) expect(frame.from).to.equal(frames[at - 1]?.to)
      const patches = frames
        .filter(({ to }) => to > start.version)
        .flatMap((frame) => frame.patches)
        .filter(([, path]) => path[0] !== '$room')
      const before = 'snapshot' in start ? (start.snapshot.state ?? {}) : {}
      const fresh = await enter(core, tab)
      expect(JSON.stringify(applyPatches(before, patches))).to.equal(JSON.stringify(fresh.snapshot.state))
    }
  })
})
