import { expect } from 'chai'
import { z } from 'zod/mini'
import { defineApplication } from '../../../server/contract/define-application.ts'
import type { RoomRecord } from '../../../server/rooms/ports.ts'
import { seededRandom } from '../../../server/rooms/seeded-random.ts'
import { clockwork, look, running } from '../../support/clockwork.ts'
import { type Core, enter, startCore } from '../../support/core.ts'

const quiz = defineApplication({
  name: 'quiz',
  players: { min: 1, max: 4 },
  options: z.object({ rounds: z._default(z.int().check(z.minimum(1)), 3), words: z.array(z.string()) }),
  limits: { queue: 5, state: 500, rate: 1, burst: 10 },
  version: 3,
  initialise: ({ options, members }) => ({ ...options, began: members.map(({ id }) => id), text: '' }),
  update: (action) => ({
    write: action(z.object({ text: z.string() }), (state, { text }) => {
      state.text = text
    }),
  }),
})
const room = (more: Partial<RoomRecord>): Omit<RoomRecord, 'application'> => ({
  id: 'R:1',
  name: 'First Room',
  options: { words: ['tree'] },
  ...more,
})
/** What a promise rejects with. */
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it was taken'),
    (error: unknown) => error,
  )
const listing = (core: Core, id = 'R:1') => core.registry.listing(id)

describe('a room’s own settings', () => {
  it('are checked when the room is made: what its application doesn’t take throws, naming the room', async () => {
    const core = startCore(quiz, [])
    const cyclic: { words: string[]; self?: unknown } = { words: [] }
    cyclic.self = cyclic
    const wrong: readonly Partial<RoomRecord>[] = [
      { options: undefined },
      { options: { words: 'tree' } },
      { options: { words: ['tree'], rounds: 0 } },
      { options: { words: ['tree'], until: new Date() } },
      { options: cyclic },
      { players: { min: 0 } },
      { players: { max: 5 } },
      { players: { min: 3, max: 2 } },
      { players: { min: 1.5 } },
      { players: { max: Number.NaN } },
    ]
    for (const [index, more] of wrong.entries()) {
      const made = core.registry.settle([{ ...room({ ...more, id: `R:${index}` }), application: 'quiz' } as RoomRecord])
      const error = await failure(made)
      expect(error).to.be.instanceOf(TypeError)
      expect(error).to.have.property('message').that.contains(`room R:${index}: `)
      expect(await core.registry.find(`R:${index}`)).to.equal(undefined)
    }
    const without = startCore(clockwork, [])
    const given = { id: 'R:1', name: 'A', application: 'clockwork', options: { rounds: 1 } }
    expect(await failure(without.registry.settle([given])))
      .to.have.property('message')
      .that.contains('R:1')
  })

  it('an options schema that is asynchronous or throws is told in the same way', async () => {
    const schemas = [
      z.object({}).check(z.refine(async () => true)),
      {
        '~standard': {
          version: 1,
          vendor: 'x',
          validate: () => {
            throw new Error('by itself')
          },
        },
      } as const,
    ]
    for (const options of schemas) {
      const core = startCore({ ...quiz, options }, [])
      const made = core.registry.settle([{ ...room({ options: {} }), application: 'quiz' }])
      expect(await failure(made))
        .to.be.instanceOf(TypeError)
        .and.have.property('message')
        .that.contains('room R:1')
    }
  })

  it('are given to initialise as the schema gives them out, in each room its own', async () => {
    const core = startCore(quiz, [room({}), room({ id: 'R:2', options: { words: [], rounds: 7 } })])
    const [ann, bob] = [core.connect('ann'), core.connect('bob')]
    expect((await enter(core, ann)).snapshot.state).to.deep.include({ rounds: 3, words: ['tree'], began: ['ann'] })
    expect((await enter(core, bob, 'R:2')).snapshot.state).to.deep.include({ rounds: 7, words: [], began: ['bob'] })
  })

  it('say how many members a room starts with and takes, and its listing says so, open or not', async () => {
    const core = startCore(quiz, [room({ players: { min: 2, max: 3 } }), room({ id: 'R:2', players: { min: 4 } })])
    const tabs = ['ann', 'bob', 'cid', 'dan'].map((user) => core.connect(user))
    await core.clock.settle()
    expect((await tabs[0]!.list()).rooms.map(({ min, max }) => [min, max])).to.deep.equal([
      [2, 3],
      [4, 4],
    ])
    const answers = []
    for (const tab of tabs) answers.push(await enter(core, tab))
    expect(answers[0]?.snapshot.room.status).to.equal('waiting')
    expect(answers[1]?.snapshot.room.status).to.equal('running')
    expect(answers[3]).to.nested.include({ 'error.code': 'ROOM_FULL' })
    expect(listing(core)).to.include({ min: 2, max: 3, members: 3 })
  })
})

describe('an application’s limits', () => {
  it('[P9] hold for its rooms and connections', async () => {
    const core = startCore(quiz, [room({})])
    const ann = core.connect('ann')
    await enter(core, ann)
    expect(await ann.act('R:1', 'write', { text: 'x'.repeat(600) })).to.nested.include({
      'error.code': 'ACTION_FAILED',
    })
    core.log.hold()
    const answers = Array.from({ length: 8 }, (_, n) => ann.act('R:1', 'write', { text: `${n}` }))
    await core.clock.settle()
    await core.log.release()
    const codes = (await Promise.all(answers)).map((answer) => (answer.ok ? 'ok' : answer.error.code))
    expect(codes).to.deep.equal([...Array(5).fill('ok'), ...Array(3).fill('ROOM_BUSY')])
    expect(await ann.ask('rooms', { after: 0 })).to.nested.include({ 'error.code': 'RATE_LIMITED' })
    await core.clock.pass(1000)
    expect(await ann.ask('rooms', { after: 0 })).to.include({ ok: true })
  })
})

describe('the version of the rules', () => {
  it('a client that was built with older ones is told so and takes no seat; the same or newer ones get in', async () => {
    for (const [rules, code] of [
      [2, 'CLIENT_OUTDATED'],
      [3, undefined],
      [4, undefined],
    ] as const) {
      const core = startCore(quiz, [room({})])
      const answer = await enter(core, core.connect('ann'), 'R:1', { rules })
      if (code) expect(answer).to.nested.include({ 'error.code': code, 'error.retryable': false })
      else expect(answer).to.include({ ok: true })
      expect(listing(core)).to.include({ members: code ? 0 : 1 })
    }
  })
})

describe('random', () => {
  it('gives each commit a row of its own, the same for the same seed, and fair', async () => {
    const { core, ann } = await running()
    const rolled: number[][] = []
    for (let time = 0; time < 5; time++) {
      const answer = await ann.act('R:1', 'roll', { times: 4000 })
      rolled.push((answer as unknown as { result: number[] }).result)
    }
    expect(new Set(rolled.flat()).size).to.be.above(19_900)
    const counts = Array<number>(20).fill(0)
    for (const number of rolled.flat()) counts[Math.floor(number * 20)] = (counts[Math.floor(number * 20)] ?? 0) + 1
    const chi = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    // 19 degrees of freedom: once in a hundred thousand above 59, and seeds are the same at every run.
    expect(chi).to.be.within(3, 59)
    expect(rolled.flat().every((number) => number >= 0 && number < 1)).to.equal(true)
    const row = (seed: number) => Array.from({ length: 50 }, seededRandom([seed, 2, 3, 4]))
    expect(row(1)).to.deep.equal(row(1))
    expect(row(1)).not.to.deep.equal(row(2))
    expect((await look(core)).happened).to.deep.equal([])
  })
})
