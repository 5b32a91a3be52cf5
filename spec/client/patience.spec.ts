import { expect } from 'chai'
import type { chat } from '../../server/applications/chat.ts'
import { type ErrorCode, SocDrawError } from '../../server/protocol/errors.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'
import type { Token } from '../../web/client/ask-token.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { FakeTransport } from './fake-transport.ts'
import { outcome } from './outcome.ts'
import { Sleeper } from './sleeper.ts'

type Chat = typeof chat

const PATIENCE = 20_000
const KEPT_FOR = 10 * 60_000
const LONG = 60 * 60_000
const BEGINNING = { user: { id: 'user:1', name: 'Anna' }, rooms: [], next: null }
const ENTERED = {
  ok: true,
  version: 1,
  epoch: 'epoch',
  snapshot: { room: { status: 'running', started: true, members: [] }, state: { messages: [] } },
  client: { known: true, last: 0, answers: [] },
  presence: {},
} as const

/** Somebody who can be put to sleep, about to connect to the spec. */
function outside(token: Token = 'a token') {
  const [clock, transport, sleeper] = [new FakeClock(), new FakeTransport(), new Sleeper()]
  const connecting = connect<Chat>('', 'chat', { token, transport, clock, wakefulness: sleeper })
  transport.up()
  return { clock, transport, sleeper, connecting }
}

type Outside = ReturnType<typeof outside>

async function connected({ transport, connecting }: Outside): Promise<Lobby<Chat>> {
  transport.begin(BEGINNING)
  return connecting
}

async function inRoom(scene: Outside) {
  const lobby = await connected(scene)
  const entering = lobby.enter('R:1')
  scene.transport.take('enter').answer(ENTERED)
  return { lobby, room: await entering }
}

async function refused(scene: Outside) {
  const inside = await inRoom(scene)
  scene.transport.refuse(new SocDrawError('UNAUTHENTICATED'))
  return inside
}

/** What one waits for, as long as one's patience lasts. */
interface Wait {
  readonly what: string
  /** Begins to wait; `lobby` is the one it waits in, where there is one. */
  begin(scene: Outside): Promise<{ readonly waiting: Promise<unknown>; readonly lobby?: Lobby<Chat> }>
  answer(transport: FakeTransport): void
  /** What it rejects with when the patience is at its end. */
  readonly late: ErrorCode
}

const waits: readonly Wait[] = [
  {
    what: 'connecting',
    begin: async ({ connecting }) => ({ waiting: connecting }),
    answer: (transport) => transport.begin(BEGINNING),
    late: 'CONNECTION_FAILED',
  },
  {
    what: 'entering a room',
    begin: async (scene) => {
      const lobby = await connected(scene)
      return { lobby, waiting: lobby.enter('R:1') }
    },
    answer: (transport) => transport.take('enter').answer(ENTERED),
    late: 'TIMED_OUT',
  },
  {
    what: 'giving up one’s seat to watch',
    begin: async (scene) => {
      const { lobby } = await inRoom(scene)
      return { lobby, waiting: lobby.enter('R:1', { spectate: true }) }
    },
    answer: (transport) => transport.take('enter').answer(ENTERED),
    late: 'TIMED_OUT',
  },
  {
    what: 'a question',
    begin: async (scene) => {
      const { lobby, room } = await inRoom(scene)
      return { lobby, waiting: room.history() }
    },
    answer: (transport) => transport.take('history').answer({ ok: true, actions: [], before: null }),
    late: 'TIMED_OUT',
  },
  {
    what: 'opening a lobby anew',
    begin: async (scene) => {
      const { lobby } = await refused(scene)
      const waiting = lobby.reopen()
      scene.transport.up()
      return { lobby, waiting }
    },
    answer: (transport) => transport.begin(BEGINNING),
    late: 'CONNECTION_FAILED',
  },
]

async function begun({ begin }: Wait) {
  const scene = outside()
  const { waiting, lobby } = await begin(scene)
  return { ...scene, lobby, wait: outcome(waiting) }
}

/** Holds that the patience begins now. */
async function expectPatience({ late }: Wait, { clock, sleeper, wait }: Awaited<ReturnType<typeof begun>>) {
  await clock.pass(PATIENCE - 1)
  await clock.settle()
  expect(wait.now, 'one millisecond before its end').to.equal('pending')
  await clock.pass(1)
  await clock.settle()
  expect([wait.now, sleeper.listeners]).to.deep.equal([late, 0])
}

describe('a client’s patience', () => {
  for (const each of waits) {
    it(`lasts for 20 seconds awake: ${each.what}`, async () => {
      await expectPatience(each, await begun(each))
    })

    it(`is not used up asleep, and begins anew on waking: ${each.what}`, async () => {
      const scene = await begun(each)
      await scene.clock.pass(1000)
      scene.sleeper.awake = false
      await scene.clock.pass(LONG)
      expect(scene.wait.now, 'after an hour asleep').to.equal('pending')
      scene.sleeper.wake()
      await expectPatience(each, scene)
    })

    it(`begins anew for whoever wakes a moment before its end: ${each.what}`, async () => {
      const scene = await begun(each)
      scene.sleeper.awake = false
      await scene.clock.pass(PATIENCE - 100)
      scene.sleeper.wake()
      await expectPatience(each, scene)
    })

    it(`waits for no waking once there is an answer: ${each.what}`, async () => {
      const { clock, transport, sleeper, wait } = await begun(each)
      expect(sleeper.listeners).to.equal(1)
      each.answer(transport)
      await clock.settle()
      expect(wait.now).not.to.equal('pending')
      expect([sleeper.listeners, clock.timers]).to.deep.equal([0, 0])
    })

    it(`waits for no waking once the lobby is closed: ${each.what}`, async () => {
      const { clock, transport, sleeper, lobby, wait } = await begun(each)
      if (lobby) lobby.close()
      else transport.refuse(new SocDrawError('UNAUTHENTICATED'))
      await clock.settle()
      expect(wait.now).to.equal(lobby ? 'CONNECTION_CLOSED' : 'UNAUTHENTICATED')
      expect([sleeper.listeners, clock.timers]).to.deep.equal([0, 0])
    })
  }

  it('keeps a refused user’s room for 10 minutes awake, however long they were asleep', async () => {
    const scene = outside(() => 'a new token')
    const { room } = await refused(scene)
    const said = outcome(room.act.say({ text: 'hello' }))
    scene.sleeper.awake = false
    await scene.clock.pass(LONG)
    expect([room.error, said.now]).to.deep.equal([undefined, 'pending'])
    scene.sleeper.wake()
    await scene.clock.pass(KEPT_FOR - 1)
    expect(room.error).to.equal(undefined)
    await scene.clock.pass(1)
    await scene.clock.settle()
    expect([room.error?.code, said.now]).to.deep.equal(['UNAUTHENTICATED', 'UNAUTHENTICATED'])
    expect(scene.sleeper.listeners).to.equal(0)
  })
})
