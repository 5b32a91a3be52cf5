import { expect } from 'chai'
import type { Frame } from '../../../server/protocol/events.ts'
import { type Entered, enter, settled, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

async function running(rooms?: Parameters<typeof startCore>[1]) {
  const core = startCore(counter, rooms)
  const [ann, bob] = [core.connect('ann'), core.connect('bob')]
  for (const tab of [ann, bob]) for (const { id } of rooms ?? [{ id: 'R:1' }]) await enter(core, tab, id)
  await core.clock.pass(200)
  return { core, ann, bob }
}

/** What became of a promise so far. */
function watch<T>(promise: Promise<T>): { value?: T } {
  const seen: { value?: T } = {}
  void promise.then((value) => {
    seen.value = value
  })
  return seen
}

const frames = (tab: Tab): Frame[] => tab.sent('frame').map(({ args }) => args[1] as Frame)

describe('what leaves a room', () => {
  it('[P3] is durable first: no answer, refusal, frame, snapshot or listing before the log has it', async () => {
    const { core, ann, bob } = await running()
    const sent = () => [...frames(ann), ...frames(bob)].filter(({ patches }) => patches.length > 0)
    await bob.list()
    const before = { frames: sent().length, listings: bob.told().length }
    core.log.hold()
    const added = watch(ann.act('R:1', 'add', { by: 1 }))
    const refused = watch(ann.act('R:1', 'add', { by: 1000 }))
    const entered = watch(core.connect('cid').enter('R:1'))
    const left = watch(bob.leave('R:1'))
    await core.clock.pass(1000)
    expect([added, refused, entered, left]).to.deep.equal([{}, {}, {}, {}])
    expect(sent()).to.have.length(before.frames)
    expect(bob.told()).to.have.length(before.listings)

    await core.log.release()
    await core.clock.pass(200)
    expect(entered.value).to.have.property('ok', true)
    expect(refused.value).to.have.nested.property('error.code', 'TOO_MUCH')
    expect(entered.value).to.have.property('ok', true)
    expect(left.value).to.deep.equal({ ok: true })
    expect(frames(ann).at(-1)?.patches).to.have.length.greaterThan(0)
    expect(bob.told().length).to.be.greaterThan(before.listings)
  })

  it('[P3] a snapshot is of a version that some frame ends with, also amid traffic', async () => {
    const { core, ann } = await running()
    core.log.hold()
    for (let by = 1; by <= 5; by++) void ann.act('R:1', 'add', { by })
    const cid = core.connect('cid')
    const entering = cid.enter('R:1')
    await core.clock.pass(20)
    for (let by = 6; by <= 10; by++) void ann.act('R:1', 'add', { by })
    await core.log.release()
    const { version, snapshot } = (await entering) as Entered
    await core.clock.pass(100)
    expect(snapshot.state).to.deep.include({ total: 15 })
    expect(frames(ann).map(({ to }) => to)).to.include(version)
    expect(frames(cid)[0]?.from).to.equal(version)
    expect(frames(cid).at(-1)?.to).to.equal(version + 5)
  })

  it('[P3] rooms that move at the same time share one batch, and the next gathers meanwhile', async () => {
    const rooms = [
      { id: 'R:1', name: 'One' },
      { id: 'R:2', name: 'Two' },
    ]
    const { core, ann } = await running(rooms)
    const before = core.log.batches.length
    core.log.hold()
    const answers = [ann.act('R:1', 'add', { by: 1 })]
    await settled()
    answers.push(ann.ask('act', 'R:2', { client: ann.id, seq: 1, name: 'add', payload: { by: 1 } }))
    answers.push(ann.act('R:1', 'add', { by: 2 }))
    await settled()
    expect(core.log.batches.length - before, 'one under way').to.equal(1)
    await core.log.release()
    for (const answer of await Promise.all(answers)) expect(answer.ok).to.equal(true)
    expect(core.log.batches.slice(before).map((batch) => batch.map(({ roomId }) => roomId))).to.deep.equal([
      ['R:1'],
      ['R:2', 'R:1'],
    ])
  })
})

describe('a log that fails', () => {
  it('[P3] is answered with a retryable code; nothing of the lost commits was or will be seen', async () => {
    const { core, ann, bob } = await running()
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(0)
    const seen = frames(bob).length
    core.log.failNext = 'before'
    const lost = await ann.act('R:1', 'add', { by: 50 })
    expect(lost).to.have.nested.property('error.code', 'NOT_STORED')
    expect(lost).to.have.nested.property('error.retryable', true)
    await core.clock.pass(100)
    expect(frames(bob)).to.have.length(seen)

    const again = await ann.ask('act', 'R:1', { client: ann.id, seq: 2, name: 'add', payload: { by: 50 } })
    expect(again).to.have.nested.property('result.total', 51)
    const { snapshot, client } = await enter(core, ann)
    expect(snapshot.state).to.deep.include({ total: 51 })
    expect(client).to.deep.include({ known: true, last: 2 })
    expect(core.reports.map(String).join()).to.contain('the disk is full')
  })

  it('[P4] that stored and could not say so: the action sent again gets its first answer', async () => {
    const { core, ann, bob } = await running()
    core.log.failNext = 'after'
    expect(await ann.act('R:1', 'add', { by: 5 })).to.have.nested.property('error.code', 'NOT_STORED')
    await core.clock.pass(100)
    const again = await ann.ask('act', 'R:1', { client: ann.id, seq: 1, name: 'add', payload: { by: 5 } })
    expect(again).to.have.nested.property('result.total', 5)
    const last = frames(bob).filter(({ patches }) => patches.length > 0)
    expect(last.at(-1)?.to, 'members see what the log holds').to.equal((again as { version?: number }).version)
    for (const [index, frame] of last.entries()) if (index > 0) expect(frame.from).to.equal(last[index - 1]?.to)
  })

  it('[P4] forgets no refusal: sent again after the room was opened anew, an action gets its first answer', async () => {
    const { core, ann, bob } = await running()
    const refused = await ann.act('R:1', 'add', { by: 1000 })
    core.log.failNext = 'before'
    await bob.act('R:1', 'add', { by: 1 })
    await core.clock.pass(100)
    const send = (seq: number, by: number) =>
      ann.ask('act', 'R:1', { client: ann.id, seq, name: 'add', payload: { by } })
    expect(await send(1, 5), 'its number is used up').to.have.nested.property('error.code', 'NUMBER_REUSED')
    expect(await send(1, 1000)).to.deep.equal(refused)
    expect(await send(2, 5)).to.have.property('ok', true)
  })

  it('[P5] harms its own room only', async () => {
    const rooms = [
      { id: 'R:1', name: 'One' },
      { id: 'R:2', name: 'Two' },
    ]
    const { core, ann } = await running(rooms)
    // Somebody else has taken R:1 over: its owner here is stale.
    await core.log.inner.open('R:1', { epoch: 'other', rules: 1 })
    const [one, two] = await Promise.all([
      ann.act('R:1', 'add', { by: 1 }),
      ann.ask('act', 'R:2', { client: ann.id, seq: 1, name: 'add', payload: { by: 1 } }),
    ])
    expect(one).to.have.nested.property('error.code', 'NOT_STORED')
    expect(two).to.have.property('ok', true)
  })

  it('loses a join: whoever enters is told, has no seat, and can try again', async () => {
    const { core, ann } = await running()
    const cid = core.connect('cid')
    core.log.failNext = 'before'
    expect(await enter(core, cid)).to.have.nested.property('error.code', 'NOT_STORED')
    expect((await enter(core, ann)).snapshot.room.members.map(({ id }) => id)).to.deep.equal(['ann', 'bob'])
    expect((await enter(core, cid)).ok).to.equal(true)
  })

  it('[P9] that is slow fills no queue without end: beyond the bound a room is busy', async () => {
    const core = startCore(counter, undefined, { limits: { queue: 10 } })
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    await enter(core, ann)
    await enter(core, bob)
    core.log.hold()
    const answers = Array.from({ length: 20 }, (_, by) => ann.act('R:1', 'add', { by }))
    await core.log.release()
    const codes = (await Promise.all(answers)).map((answer) => answer.ok || answer.error.code)
    expect(codes).to.deep.equal([...Array(10).fill(true), ...Array(10).fill('ROOM_BUSY')])
    const taken = await ann.ask('act', 'R:1', { client: ann.id, seq: 11, name: 'add', payload: { by: 0 } })
    expect(taken, 'the number was left open').to.have.property('ok', true)
  })
})

describe('a numbered action', () => {
  const send = (tab: Tab, seq: number, by: number, more: object = {}) =>
    tab.ask('act', 'R:1', { client: tab.client, seq, name: 'add', payload: { by }, ...more })

  it('[P4] sent again takes effect once, and gets the first answer again, refusals too', async () => {
    const { core, ann } = await running()
    const first = await send(ann, 1, 5)
    const refused = await send(ann, 2, 1000)
    expect(await send(ann, 1, 5)).to.deep.equal(first)
    expect(await send(ann, 2, 1000)).to.deep.equal(refused)
    expect((await enter(core, ann)).snapshot.state).to.deep.include({ total: 5 })
  })

  it('[P4] sent again while the first is under way waits for it', async () => {
    const { core, ann } = await running()
    core.log.hold()
    const [first, again] = [watch(send(ann, 1, 5)), watch(send(ann, 1, 5))]
    await settled()
    expect(again).to.deep.equal({})
    await core.log.release()
    expect(again.value).to.deep.equal(first.value)
    expect(again.value).to.have.property('ok', true)
  })

  it('[P4] is the same on another connection of the user, and another one for another user', async () => {
    const { core, ann, bob } = await running()
    const first = await send(ann, 1, 5)
    ann.disconnect()
    const second = core.connect('ann', 'ann/2', ann.client)
    await enter(core, second)
    expect(await send(second, 1, 5)).to.deep.equal(first)
    expect(await send(bob, 1, 5)).to.have.nested.property('result.total', 10)
  })

  it('[P2] past the next number is out of order, and taken when its turn has come', async () => {
    const { ann } = await running()
    expect(await send(ann, 2, 1)).to.deep.include({
      ok: false,
      error: { code: 'OUT_OF_ORDER', message: 'An earlier action is still missing.', retryable: true },
    })
    await send(ann, 1, 1)
    expect(await send(ann, 2, 1)).to.have.property('ok', true)
  })

  it('[P4] used again for another action is refused, and the first effect stands', async () => {
    const { core, ann } = await running()
    await send(ann, 1, 5)
    expect(await send(ann, 1, 6)).to.have.nested.property('error.code', 'NUMBER_REUSED')
    expect((await enter(core, ann)).snapshot.state).to.deep.include({ total: 5 })
  })

  it('[P4] whose answer was confirmed is still not done again', async () => {
    const { core, ann } = await running()
    await send(ann, 1, 5)
    await send(ann, 2, 5, { confirmed: 1 })
    expect(await send(ann, 1, 5)).to.have.nested.property('error.code', 'OUTCOME_UNKNOWN')
    expect((await enter(core, ann)).snapshot.state).to.deep.include({ total: 10 })
  })

  it('[P4] enter tells a returning client what became of its actions', async () => {
    const { core, ann } = await running()
    const enterAs = async (tab: Tab, client: string) => {
      const answer = tab.ask('enter', 'R:1', { client })
      await core.clock.pass(20)
      return ((await answer) as Entered).client
    }
    const first = await send(ann, 1, 5)
    const second = await send(ann, 2, 1000)
    ann.disconnect()
    const back = core.connect('ann', 'ann/2')
    expect(await enterAs(back, ann.id)).to.deep.equal({
      known: true,
      last: 2,
      answers: [
        { seq: 1, answer: first },
        { seq: 2, answer: second },
      ],
    })
    expect(await enterAs(core.connect('bob', 'bob/2'), ann.id), 'another user’s').to.deep.equal({
      known: false,
      last: 0,
      answers: [],
    })
  })

  it('[P4] a client that was forgotten stays so, however often it enters, and never looks like a new one', async () => {
    const { core } = await running()
    for (const id of ['ann/2', 'ann/3']) {
      const answer = core.connect('ann', id).ask('enter', 'R:1', { client: 'page', used: true })
      await core.clock.pass(20)
      expect(((await answer) as Entered).client).to.deep.equal({ known: false, last: 0, answers: [] })
    }
  })

  it('[P4] that never arrived is not taken for done: a client that only entered is known', async () => {
    const { core, ann } = await running()
    ann.disconnect()
    const back = core.connect('ann', 'ann/2')
    const answer = back.ask('enter', 'R:1', { client: ann.id })
    await core.clock.pass(20)
    expect(((await answer) as Entered).client).to.deep.equal({ known: true, last: 0, answers: [] })
  })
})
