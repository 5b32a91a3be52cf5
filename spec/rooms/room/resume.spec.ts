import { expect } from 'chai'
import type { EnterAnswer, Frame } from '../../../server/protocol/events.ts'
import { applyPatches } from '../../../server/state/apply.ts'
import { type Core, enter, settled, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

async function running() {
  const core = startCore(counter)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  await enter(core, ann)
  const entered = await enter(core, bob)
  await core.clock.pass(200)
  return { core, ann, bob, entered }
}

async function enterWith(core: Core, tab: Tab, { version, epoch }: { version?: unknown; epoch?: unknown }) {
  const answer = tab.ask('enter', 'R:1', { client: tab.id, version, epoch })
  await core.clock.pass(20)
  return (await answer) as { ok: true } & EnterAnswer
}

const kind = (answer: EnterAnswer): string => ['patches', 'snapshot'].filter((part) => part in answer).join()

describe('returning to a room', () => {
  it('[P6] who names a version of this history gets exactly the patches since, compacted', async () => {
    const { core, ann, bob } = await running()
    for (let n = 0; n < 20; n++) await ann.act('R:1', 'add', { by: 0 })
    const entered = await enter(core, bob)
    await ann.act('R:1', 'add', { by: 0 })
    bob.disconnect()
    for (let by = 1; by <= 5; by++) await ann.act('R:1', 'add', { by })
    await core.clock.pass(100)
    const back = core.connect('bob', 'bob/2')
    const answer = await enterWith(core, back, entered)
    expect(kind(answer)).to.equal('patches')
    expect(answer.version).to.equal(entered.version + 8)
    const patches = 'patches' in answer ? answer.patches : []
    expect(patches.filter(([, path]) => path[0] === 'total')).to.deep.equal([['set', ['total'], 15]])
    const state = applyPatches(
      entered.snapshot.state ?? {},
      patches.filter(([, path]) => path[0] !== '$room'),
    )
    const { snapshot } = await enter(core, core.connect('bob', 'bob/3'))
    expect(JSON.stringify(state), 'nothing is missing').to.equal(JSON.stringify(snapshot.state))
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(20)
    const [next] = back.sent('frame').map(({ args }) => args[1] as Frame)
    expect(next?.from, 'frames go on from there').to.equal(answer.version)
  })

  it('[P6] who has the present version gets nothing twice', async () => {
    const { core, ann } = await running()
    const { version, epoch } = await enter(core, ann)
    expect(await enterWith(core, ann, { version, epoch })).to.deep.include({ version, patches: [] })
  })

  it('[P6] a version from the future, another epoch’s, or none gets a snapshot; no version at all is malformed', async () => {
    const { core, ann, entered } = await running()
    const { version, epoch } = entered
    expect(kind(await enterWith(core, ann, { version: version + 1000, epoch }))).to.equal('snapshot')
    expect(kind(await enterWith(core, ann, { version, epoch: 'another' }))).to.equal('snapshot')
    expect(kind(await enterWith(core, ann, { version }))).to.equal('snapshot')
    expect(kind(await enterWith(core, ann, { epoch }))).to.equal('snapshot')
    for (const wrong of [-1, 1.5, Number.MAX_VALUE, '1', null]) {
      const answer = await enterWith(core, ann, { version: wrong, epoch })
      expect(answer, String(wrong)).to.have.nested.property('error.code', 'INVALID_MESSAGE')
    }
  })

  it('[P6] who missed more than the whole is gets the whole', async () => {
    const { core, ann, bob } = await running()
    await ann.act('R:1', 'scatter', { value: 1 })
    const entered = await enter(core, bob)
    bob.disconnect()
    await ann.act('R:1', 'scatter', { value: 2 })
    await core.clock.pass(100)
    const answer = await enterWith(core, core.connect('bob', 'bob/2'), entered)
    expect(kind(answer)).to.equal('snapshot')
  })

  it('[P6] the past at hand is bounded: beyond it there is a snapshot', async () => {
    const { core, ann, bob, entered } = await running()
    bob.disconnect()
    // A state that stays larger than what is missed, so that only the bound decides.
    await ann.act('R:1', 'set', { text: 'x'.repeat(60_000) })
    for (let n = 0; n < 25; n++) {
      await ann.act('R:1', 'set', { text: `${n}${'x'.repeat(60_000)}` })
      await core.clock.pass(50)
    }
    const answer = await enterWith(core, core.connect('bob', 'bob/2'), entered)
    expect(kind(answer)).to.equal('snapshot')
  })

  it('[P3] the patches of a returning client are held until they are durable', async () => {
    const { core, ann, bob, entered } = await running()
    core.log.hold()
    void ann.act('R:1', 'add', { by: 1 })
    let answered = false
    void bob.ask('enter', 'R:1', { client: 'bob', ...{ version: entered.version, epoch: entered.epoch } }).then(() => {
      answered = true
    })
    await core.clock.pass(1000)
    expect(answered).to.equal(false)
    await core.log.release()
    await core.clock.pass(20)
    expect(answered).to.equal(true)
  })

  it('[P4] only the connection that entered last acts under a client’s name, and was told all that was done before', async () => {
    const { core, bob } = await running()
    core.log.hold()
    const add = (tab: Tab, seq: number) =>
      tab.request('act', 'R:1', { client: bob.client, seq, name: 'add', payload: { by: seq } })
    const first = add(bob, 1)
    const back = core.connect('bob', 'bob/2', bob.client)
    const entering = back.request('enter', 'R:1', { client: bob.client })
    await settled()
    // On its way when its connection was lost, and here only now: the client is about to hear that it never will be.
    const late = add(bob, 2)
    await core.log.release()
    await core.clock.pass(20)
    expect(await first).to.include({ ok: true })
    expect(await entering).to.have.deep.nested.property('client.last', 1)
    expect(await late).to.have.nested.property('error.code', 'NOT_A_MEMBER')
    const next = add(back, 2)
    await core.clock.pass(20)
    expect(await next).to.include({ ok: true })
    expect((await enter(core, core.connect('cid'))).snapshot.state).to.have.property('total', 3)
  })

  it('[P4] the same holds when the room’s log was opened anew, and for who comes back over their first connection', async () => {
    const { core, bob } = await running()
    const back = core.connect('bob', 'bob/2', bob.client)
    await enter(core, back)
    await enter(core, bob)
    core.log.failNext = 'before'
    await bob.act('R:1', 'add', { by: 1 })
    await core.clock.pass(2000)
    expect(await back.act('R:1', 'add', { by: 1 })).to.have.nested.property('error.code', 'NOT_A_MEMBER')
    const again = bob.ask('act', 'R:1', { client: bob.client, seq: 1, name: 'add', payload: { by: 1 } })
    expect(await again).to.include({ ok: true })
  })

  it('100 who enter amid 500 commits a second need no second try, and share snapshots', async () => {
    const core = startCore({ ...counter, players: { min: 2, max: 200 } })
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    await enter(core, ann)
    await enter(core, bob)
    const entering: Promise<unknown>[] = []
    const tabs: Tab[] = []
    for (let ms = 0; ms < 400; ms += 2) {
      void ann.request('act', 'R:1', { client: ann.client, seq: ms / 2 + 1, name: 'add', payload: { by: 1 } })
      if (ms % 4 === 0) {
        const tab = core.connect(`u${ms}`)
        tabs.push(tab)
        entering.push(tab.request('enter', 'R:1', { client: tab.client }))
      }
      await core.clock.pass(2)
    }
    await core.clock.pass(100)
    const answers = (await Promise.all(entering)) as EnterAnswer[]
    for (const [index, tab] of tabs.entries()) {
      const frames = tab.sent('frame').map(({ args }) => args[1] as Frame)
      let { version } = answers[index]!
      for (const { from, to } of frames.filter((frame) => frame.to > answers[index]!.version)) {
        expect(from).to.equal(version)
        version = to
      }
    }
    expect(new Set(answers.map(({ version }) => version)).size).to.be.at.most(30)
  })
})
