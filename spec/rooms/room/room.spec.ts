import { expect } from 'chai'
import type { Frame } from '../../../server/protocol/events.ts'
import { enter, startCore, type Tab } from '../../support/core.ts'
import { counter } from '../../support/counter.ts'

async function startedRoom() {
  const core = startCore(counter)
  const ann = core.connect('ann')
  const bob = core.connect('bob')
  await enter(core, ann)
  await enter(core, bob)
  await core.clock.pass(100)
  return { core, ann, bob }
}

const framesOf = (tab: Tab): Frame[] => tab.sent('frame').map(({ args }) => args[1] as Frame)

describe('a room', () => {
  it('[P1] waits for its minimum of members, then initialises its application once', async () => {
    const core = startCore(counter)
    const ann = core.connect('ann')
    const alone = await enter(core, ann)
    expect(alone.snapshot.room).to.deep.include({ status: 'waiting', started: false })
    expect(alone.snapshot).not.to.have.property('state')

    const both = await enter(core, core.connect('bob'))
    expect(both.snapshot.room.status).to.equal('running')
    expect(both.snapshot.state).to.deep.equal({
      total: 0,
      adds: [
        { user: 'ann', by: 0, at: 0 },
        { user: 'bob', by: 0, at: 0 },
      ],
    })

    await ann.act('R:1', 'add', { by: 5 })
    const third = await enter(core, core.connect('cid'))
    expect(third.snapshot.state).to.deep.include({ total: 5 })
  })

  it('[P1] stays waiting when its application’s initialise fails, and says so to the host', async () => {
    let fails = true
    const initialise = () => {
      if (fails) throw new Error('no cards')
      return { total: 0, adds: [] }
    }
    const core = startCore({ ...counter, initialise })
    await enter(core, core.connect('ann'))
    const answer = await enter(core, core.connect('bob'))
    expect(answer.snapshot.room.status).to.equal('waiting')
    expect(core.reports).to.have.length(1)

    fails = false
    expect((await enter(core, core.connect('cid'))).snapshot.room.status).to.equal('running')
  })

  it('[P2] raises its version by one a commit, and its frames follow each other without a gap', async () => {
    const { core, ann, bob } = await startedRoom()
    const entered = await enter(core, ann)
    const answers = await Promise.all([1, 2, 3].map((by) => (by % 2 ? ann : bob).act('R:1', 'add', { by })))
    await core.clock.pass(50)
    expect(answers.map((answer) => answer.ok && (answer as { version?: number }).version)).to.deep.equal([
      entered.version + 1,
      entered.version + 2,
      entered.version + 3,
    ])
    const frames = framesOf(bob)
    for (const [index, frame] of frames.entries()) {
      if (index > 0) expect(frame.from).to.equal(frames[index - 1]?.to)
    }
    expect(frames.at(-1)?.to).to.equal(entered.version + 3)
  })

  it('sends at once after quiet, and shares a frame within the interval', async () => {
    const { core, ann, bob } = await startedRoom()
    await core.clock.pass(1000)
    const before = framesOf(bob).length
    await ann.act('R:1', 'add', { by: 1 })
    await core.clock.pass(0)
    expect(framesOf(bob)).to.have.length(before + 1)
    for (let seq = 2; seq < 10; seq++)
      void ann.request('act', 'R:1', { client: ann.client, seq, name: 'add', payload: { by: seq } })
    await core.clock.pass(10)
    expect(framesOf(bob)).to.have.length(before + 1)
    await core.clock.pass(6)
    expect(framesOf(bob)).to.have.length(before + 2)
  })

  it('repeats the version of a quiet room, so that a lost last frame is noticed', async () => {
    const { core, bob } = await startedRoom()
    const before = framesOf(bob).length
    await core.clock.pass(11_000)
    const beats = framesOf(bob).slice(before)
    expect(beats).to.have.length(2)
    for (const { from, to, patches } of beats) expect([from, patches]).to.deep.equal([to, []])
  })

  it('[P5] undoes an action whose handler throws, and tells its sender nothing of the error', async () => {
    const { core, ann } = await startedRoom()
    await ann.act('R:1', 'add', { by: 7 })
    const { version } = await enter(core, ann)
    const failed = await ann.act('R:1', 'fail', {})
    expect(failed).to.deep.equal({
      ok: false,
      error: { code: 'ACTION_FAILED', message: 'The action failed and changed nothing.', retryable: false },
    })
    expect(String(core.reports[0])).to.contain('secret')
    const after = await enter(core, ann)
    expect(after.version).to.equal(version)
    expect(after.snapshot.state).to.deep.include({ total: 7 })
  })

  it('[P5] undoes an action that is refused, or that leaves no JSON behind', async () => {
    const { core, ann } = await startedRoom()
    const refused = await ann.act('R:1', 'add', { by: 101 })
    expect(refused).to.deep.equal({
      ok: false,
      error: { code: 'TOO_MUCH', message: 'That is too much.', retryable: false },
    })
    expect(await ann.act('R:1', 'spoil', {})).to.have.nested.property('error.code', 'ACTION_FAILED')
    const { snapshot } = await enter(core, ann)
    expect(snapshot.state).to.deep.include({ total: 0 })
    expect(snapshot.state).not.to.have.property('when')
  })

  it('refuses what is no action, or no payload, with a code of its own', async () => {
    const { core, ann } = await startedRoom()
    const codes = []
    for (const [name, payload] of [
      ['shout', {}],
      ['toString', {}],
      ['add', { by: 'much' }],
      ['add', undefined],
      ['add', { by: 1, text: 'x'.repeat(70_000) }],
    ] as const) {
      const answer = await ann.act('R:1', name, payload)
      codes.push(!answer.ok && answer.error.code)
    }
    expect(codes).to.deep.equal(['UNKNOWN_ACTION', 'UNKNOWN_ACTION', 'INVALID_PAYLOAD', 'INVALID_PAYLOAD', 'TOO_LARGE'])
    expect(core.reports).to.deep.equal([])
    expect(await ann.act('R:1', 'add', { by: 1 }), 'each used up its number').to.have.property('ok', true)
  })

  it('gives handlers who is there, the version to come and numbers that are not all the same', async () => {
    const { core, ann } = await startedRoom()
    const first = (await ann.act('R:1', 'draw', {})) as unknown as { version: number; result: { numbers: number[] } }
    expect(first.result).to.deep.include({ version: first.version, members: ['ann', 'bob'] })
    const second = (await ann.act('R:1', 'draw', {})) as unknown as { result: { numbers: number[] } }
    expect(new Set([...first.result.numbers, ...second.result.numbers]).size).to.equal(4)
    expect(core.reports).to.deep.equal([])
  })

  it('never lets a commit’s time step back with the clock', async () => {
    const { core, ann } = await startedRoom()
    await ann.act('R:1', 'add', { by: 1 })
    const now = core.clock.now()
    core.clock.now = () => now - 60_000
    await ann.act('R:1', 'add', { by: 2 })
    const times = core.log.batches.flat().flatMap(({ entries }) => entries.flatMap(({ commit }) => commit?.at ?? []))
    expect(times).to.deep.equal([...times].sort((a, b) => a - b))
  })

  it('[P4] answers what is malformed beyond its number for good: the next number is the next one', async () => {
    const { ann } = await startedRoom()
    const ask = (seq: number, rest: object) => ann.ask('act', 'R:1', { client: ann.client, seq, ...rest })
    const malformed = [{}, { name: '' }, { name: 7 }, { name: 'x'.repeat(65) }, { name: 'add', confirmed: '1' }]
    for (const [index, rest] of malformed.entries()) {
      for (const time of ['first', 'again']) {
        const answer = await ask(index + 1, rest)
        expect(answer, `${time} ${JSON.stringify(rest)}`).to.have.nested.property('error.code', 'INVALID_MESSAGE')
      }
    }
    const next = malformed.length + 1
    expect(await ask(next, { name: 'add', payload: { by: 2 } })).to.deep.include({ ok: true, result: { total: 2 } })
    expect(await ask(next - 1, { name: 'add', payload: { by: 2 } })).to.have.nested.property(
      'error.code',
      'NUMBER_REUSED',
    )
  })
})
