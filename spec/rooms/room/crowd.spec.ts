import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../../server/contract/define-application.ts'
import type { Frame, Snapshot } from '../../../server/protocol/events.ts'
import { ROOM_KEY } from '../../../server/protocol/room-document.ts'
import { BEAT } from '../../../server/rooms/log/committer.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import type { Patch } from '../../../server/state/patches.ts'
import { type Core, startCore, type Tab } from '../../support/core.ts'

const hall = defineApplication({
  name: 'hall',
  players: { min: 1, max: 5000 },
  grace: 0,
  initialise: () => ({ said: '' }),
  update: (action) => ({
    say: action(z.string(), (state, said) => {
      state.said = said
    }),
  }),
})

/** A beat until a coming is stored, and one until what was stored meanwhile is. */
const SOON = 2 * BEAT
/** The slowest pace of any room, as people are promised it. */
const SLOWEST = 250
/** Times: of rooms that differ by ten. */
const MUCH_THE_SAME = 3

type HallTab = Tab & { readonly user: string }

async function hallOf(members: number) {
  const core = startCore(hall, [{ id: 'R:1', name: 'Hall' }], { limits: { queue: 10_000 } })
  const tabs = Array.from({ length: members }, (_, index) => ({ ...core.connect(`m${index}`), user: `m${index}` }))
  const answers = tabs.map((tab) => tab.request('enter', 'R:1', { client: tab.client }))
  await core.clock.pass(1000)
  expect((await Promise.all(answers)).every(({ ok }) => ok)).to.equal(true)
  // So that whatever comes next comes after quiet.
  await core.clock.pass(1000)
  const [witness] = tabs as [HallTab, ...HallTab[]]
  const framesBefore = witness.sent('frame').length
  const frames = (): Frame[] =>
    witness
      .sent('frame')
      .slice(framesBefore)
      .map(({ args }) => args[1] as Frame)
  return { core, tabs, witness, frames }
}

/** Who is shown to be in a room that these were in. */
function membersAfter(before: readonly HallTab[], patches: readonly Patch[]): string[] {
  const members = before.map(({ user }) => ({ id: user, name: user, connected: true }))
  const shown = applyPatches({ [ROOM_KEY]: { members }, said: '' }, patches)
  return (shown[ROOM_KEY] as unknown as Snapshot['room']).members.map(({ id }) => id)
}

/** How many milliseconds pass until it is answered. */
async function wait(core: Core, answer: Promise<unknown>): Promise<number> {
  const began = core.clock.now()
  let answered = false
  void answer.then(() => {
    answered = true
  })
  while (!answered) await core.clock.pass(1)
  return core.clock.now() - began
}

describe('a crowd in one room', () => {
  it('costs each coming much the same in a room of 1,000 as in one of 100, and lets them in soon', async () => {
    const COMINGS = 200
    const costs = []
    for (const members of [100, 1000]) {
      const { core, frames } = await hallOf(members)
      const waits: Promise<number>[] = []
      for (let n = 0; n < COMINGS; n++) {
        const tab = core.connect(`late${n}`)
        const began = core.clock.now()
        waits.push(tab.request('enter', 'R:1', { client: tab.client }).then(() => core.clock.now() - began))
        await core.clock.pass(5)
      }
      await core.clock.pass(SLOWEST)
      expect(Math.max(...(await Promise.all(waits)))).to.be.at.most(SLOWEST + SOON)
      costs.push((frames().length * members) / COMINGS)
    }
    const [small = 0, large = 0] = costs
    expect(large).to.be.at.most(MUCH_THE_SAME * small)
  })

  it('costs each going the same, and all have been shown all of them soon after', async () => {
    const costs = []
    for (const members of [100, 1000]) {
      const { core, tabs, frames } = await hallOf(members)
      const goings = tabs.slice(-50)
      for (const tab of goings) {
        tab.disconnect()
        await core.clock.pass(20)
      }
      await core.clock.pass(SLOWEST)
      const patches = frames().flatMap((frame) => frame.patches)
      expect(membersAfter(tabs, patches)).to.deep.equal(tabs.slice(0, -50).map(({ user }) => user))
      costs.push((frames().length * members) / goings.length)
    }
    const [small = 0, large = 0] = costs
    expect(large).to.be.at.most(MUCH_THE_SAME * small)
  })

  it('holds nobody up who comes after quiet, nor the news of it', async () => {
    const waits = []
    for (const members of [2, 1000]) {
      const { core, frames } = await hallOf(members)
      const late = core.connect('late')
      waits.push(await wait(core, late.request('enter', 'R:1', { client: late.client })))
      expect(frames().length, 'who is there is told in the same step').to.equal(1)
    }
    const [small = 0, large = 0] = waits
    expect(large).to.be.at.most(small)
  })

  it('[P2] holds up nothing else: what is done meanwhile is shown at once, and with it who has come before', async () => {
    const { core, tabs, witness, frames } = await hallOf(1000)
    for (let n = 0; n < 20; n++) {
      core.connect(`late${n}`).request('enter', 'R:1', { client: `late${n}/1` })
      await core.clock.pass(1)
    }
    const act = { client: witness.client, seq: 1, name: 'say', payload: 'hello' }
    expect(await wait(core, witness.request('act', 'R:1', act))).to.be.at.most(SOON)
    const heard = (): boolean => frames().some(({ patches }) => JSON.stringify(patches).includes('hello'))
    await core.clock.pass(BEAT)
    expect(heard()).to.equal(true)
    await core.clock.pass(SLOWEST)
    const all = frames()
    expect(all.slice(1).map(({ from }) => from)).to.deep.equal(all.slice(0, -1).map(({ to }) => to))
    const members = membersAfter(
      tabs,
      all.flatMap(({ patches }) => patches),
    )
    expect(members.slice(1000)).to.deep.equal(Array.from({ length: 20 }, (_, n) => `late${n}`))
  })
})
