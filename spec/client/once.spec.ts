import { expect } from 'chai'
import fc from 'fast-check'
import { z } from 'zod/mini'
import { defineApplication } from '../../server/contract/define-application.ts'
import type { ErrorCode } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import type { Lobby, Room } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { ModelRoom, type ModelState } from './model-room.ts'
import { ModelTransport } from './model-transport.ts'
import { outcome } from './outcome.ts'

const model = defineApplication({
  name: 'model',
  players: { min: 1, max: 2 },
  initialise: (): ModelState => ({ said: [] }),
  update: (action) => ({ say: action(z.string(), () => 1 as number) }),
})
type Model = typeof model

type Step =
  | { readonly kind: 'say'; readonly who: 0 | 1; readonly count: number; readonly bad: boolean }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'lose'; readonly who: 0 | 1; readonly arriving: number }
  | { readonly kind: 'expel'; readonly who: 0 | 1; readonly arriving: number }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'refuse'; readonly count: number; readonly code: ErrorCode }
  | { readonly kind: 'status'; readonly status: 'running' | 'paused' }
  | { readonly kind: 'lose frames'; readonly count: number }
  | { readonly kind: 'fail log' }
  | { readonly kind: 'forget' }

/** Final refusals that leave their number open. */
const FINAL: readonly ErrorCode[] = ['INVALID_MESSAGE', 'INTERNAL']

const who = fc.constantFrom<0 | 1>(0, 1)
const say = fc.record({
  kind: fc.constant('say' as const),
  who,
  count: fc.integer({ min: 1, max: 90 }),
  bad: fc.boolean(),
})
type Weighted = fc.WeightedArbitrary<Step>
const harmless: Weighted[] = [
  { weight: 4, arbitrary: say },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 200 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('lose' as const), who, arriving: fc.integer({ min: 0, max: 40 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('expel' as const), who, arriving: fc.integer({ min: 0, max: 40 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'reopen' as const }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      count: fc.integer({ min: 1, max: 5 }),
      code: fc.constantFrom<ErrorCode>(
        ...FINAL,
        'ROOM_BUSY',
        'RATE_LIMITED',
        'OUT_OF_ORDER',
        'NOT_A_MEMBER',
        'ROOM_PAUSED',
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      status: fc.constantFrom('running' as const, 'running' as const, 'paused' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('lose frames' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'fail log' as const }) },
]
const forgetful: Weighted[] = [...harmless, { weight: 2, arbitrary: fc.constant({ kind: 'forget' as const }) }]
const lengths = { minLength: 1, maxLength: 40, size: 'max' } as const
const seed = fc.integer({ min: 1, max: 2 ** 31 - 2 })

/** What was sent over a lost connection arrives when its client has entered over another, and was refused there. */
const LATE: [Step[], number] = [
  [
    { kind: 'say', who: 1, count: 18, bad: false },
    { kind: 'lose', who: 1, arriving: 1 },
    { kind: 'wait', ms: 35 },
    { kind: 'refuse', count: 1, code: 'INVALID_MESSAGE' },
    { kind: 'wait', ms: 31 },
    { kind: 'refuse', count: 1, code: 'INVALID_MESSAGE' },
  ],
  1533937369,
]

/** Lehmer's generator: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let value = seed
  return () => {
    value = (value * 48_271) % (2 ** 31 - 1)
    return value / (2 ** 31 - 1)
  }
}

interface Said {
  readonly text: string
  readonly by: number
  readonly bad: boolean
  readonly outcome: { now: unknown }
  /** Whether the room showed it when its promise resolved. */
  shown: boolean
}

/** Two clients of one model room, through whatever the steps do to them. */
async function play(steps: readonly Step[], seed: number) {
  const clock = new FakeClock()
  const random = randomFrom(seed)
  const server = new ModelRoom(clock, random)
  const transports = [0, 1].map(() => new ModelTransport(server, clock, random))
  let names = 0
  const options = { token: () => 'renewed', clock, randomName: () => `client-${++names}` }
  const entering = transports.map(async (transport) => {
    const lobby = await connect<Model>('', 'model', { ...options, transport })
    return { lobby, room: await lobby.enter('R:1') }
  })
  await clock.pass(2000)
  const clients = await Promise.all(entering)
  const [lobbies, rooms] = [clients.map(({ lobby }) => lobby), clients.map(({ room }) => room)]
  const said: Said[] = []
  for (const step of steps) {
    act(step, { server, transports, lobbies, rooms, said })
    await clock.pass(step.kind === 'wait' ? step.ms : 1)
  }
  // From here on nothing is disturbed any more, and all has to come to its end.
  server.refusals.length = 0
  server.lostFrames = 0
  server.setStatus('running')
  reopen(lobbies)
  for (let second = 0; second < 120; second++) {
    server.repeat()
    await clock.pass(1000)
  }
  for (const { lobby } of clients) lobby.close()
  await clock.settle()
  return { server, said, rooms, clock }
}

interface Scene {
  readonly server: ModelRoom
  readonly transports: readonly ModelTransport[]
  readonly lobbies: readonly Lobby<Model>[]
  readonly rooms: readonly Room<Model>[]
  readonly said: Said[]
}

function reopen(lobbies: readonly Lobby<Model>[]): void {
  // Refused again meanwhile it rejects, and is opened anew by a later step.
  for (const lobby of lobbies) lobby.reopen().catch(() => undefined)
}

function act(step: Step, { server, transports, lobbies, rooms, said }: Scene): void {
  switch (step.kind) {
    case 'say': {
      const room = rooms[step.who]
      for (let index = 0; room && index < step.count; index++) {
        const bad = step.bad && index % 3 === 0
        const text = `${bad ? 'bad' : 'good'} ${said.length}`
        const promise = room.act.say(text)
        const one: Said = { text, by: step.who, bad, outcome: outcome(promise), shown: false }
        promise.then(
          (version) => {
            one.shown = room.version >= version && room.state?.said.includes(text) === true
          },
          () => {},
        )
        said.push(one)
      }
      break
    }
    case 'lose':
      transports[step.who]?.lose(step.arriving)
      break
    case 'expel':
      transports[step.who]?.expel(step.arriving)
      break
    case 'reopen':
      reopen(lobbies)
      break
    case 'refuse':
      server.refusals.push(...Array<ErrorCode>(step.count).fill(step.code))
      break
    case 'status':
      server.setStatus(step.status)
      break
    case 'lose frames':
      server.lostFrames += step.count
      break
    case 'fail log':
      server.failLog()
      break
    case 'forget':
      server.forget()
      for (const transport of transports) transport.lose(0)
      break
    case 'wait':
      break
  }
}

function check({ server, said, rooms, clock }: Awaited<ReturnType<typeof play>>, mayForget: boolean): void {
  const log = server.durable.state.said
  expect(new Set(log).size, 'nothing took effect twice').to.equal(log.length)
  for (const by of [0, 1]) {
    const mine = said.filter((one) => one.by === by).map(({ text }) => text)
    const order = log.filter((text) => mine.includes(text)).map((text) => mine.indexOf(text))
    expect(order, 'in the order in which it was said').to.deep.equal(order.toSorted((a, b) => a - b))
  }
  for (const { text, bad, outcome, shown } of said) {
    const happened = log.includes(text)
    if (typeof outcome.now === 'number') expect([happened, shown], `${text} was resolved`).to.deep.equal([true, true])
    else if (bad && outcome.now === 'ACTION_FAILED') expect(happened).to.equal(false)
    else if (FINAL.some((code) => code === outcome.now)) expect(happened, `${text} was refused`).to.equal(false)
    else if (outcome.now === 'ROOM_PAUSED') expect(happened, `${text} was refused at once`).to.equal(false)
    else expect([mayForget, outcome.now], text).to.deep.equal([true, 'OUTCOME_UNKNOWN'])
  }
  for (const room of rooms) {
    expect(room.state, 'converges').to.deep.equal(server.durable.state)
    expect([room.version, room.pending]).to.deep.equal([server.durable.version, 0])
  }
  expect(clock.timers, 'timers left').to.equal(0)
}

describe('actions through a hostile connection', function () {
  this.timeout(60_000)

  it('[P4] [P2] [P8] take effect exactly once and in order, and every promise settles', async () => {
    const steps = fc.array(fc.oneof(...harmless), lengths)
    await fc.assert(
      fc.asyncProperty(steps, seed, async (steps, seed) => check(await play(steps, seed), false)),
      { numRuns: 100, examples: [LATE] },
    )
  })

  it('[P4] take effect at most once when the room forgets its clients, and say so', async () => {
    const steps = fc.array(fc.oneof(...forgetful), lengths)
    await fc.assert(
      fc.asyncProperty(steps, seed, async (steps, seed) => check(await play(steps, seed), true)),
      { numRuns: 100 },
    )
  })
})
