import { expect } from 'chai'
import Fastify from 'fastify'
import { mountRooms } from '../../server/host/server.ts'
import type { MountOptions } from '../../server/host/server-options.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { until } from '../../server/testing/bots.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { ConnectOptions } from '../../web/client/open-lobby.ts'
import { outcome } from '../client/outcome.ts'
import { counter } from '../support/counter.ts'
import { soon, waitFor } from './support/wait-for.ts'

type Counter = typeof counter
const solo = { ...counter, players: { min: 1, max: 3 } } as Counter

/** Rooms on a host's Fastify, and the lines that it logs. */
async function host(options: Partial<MountOptions>, stops: (() => unknown)[]) {
  const lines: { level: number; msg: string; reason?: string; err?: unknown }[] = []
  const app = Fastify({ logger: { level: 'info', stream: { write: (line: string) => lines.push(JSON.parse(line)) } } })
  const rooms = await mountRooms(app, {
    applications: [solo],
    rooms: [{ id: 'R:1', name: 'First', application: 'counter' }],
    data: 'memory',
    ...options,
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  stops.push(() => app.close())
  const come = async (token: ConnectOptions['token'], more: Partial<ConnectOptions> = {}): Promise<Lobby<Counter>> => {
    const socket = { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 50 }
    const lobby = await connect<Counter>(url, 'counter', { token, socket, ...more })
    stops.push(() => lobby.close())
    return lobby
  }
  /** What was logged beyond what an ordinary day brings. */
  const troubles = () => lines.filter(({ level }) => level > 30)
  return { url, rooms, come, troubles, cut: () => rooms.io.of('/counter').disconnectSockets(true) }
}

const codeOf = (promise: Promise<unknown>) => promise.then(String, (error: { code: string }) => error.code)

describe('a host that says who its users are', () => {
  const stops: (() => unknown)[] = []

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })

  it('refuses as by null where its authenticate throws, at once, and logs it once in words', async () => {
    const { come, troubles } = await host({ authenticate: throwing(new TypeError('jwt expired')) }, stops)
    const begun = Date.now()
    expect(await Promise.all([codeOf(come('a')), codeOf(come('b'))])).to.deep.equal(Array(2).fill('UNAUTHENTICATED'))
    expect(Date.now() - begun).to.be.below(3000)
    expect(troubles().map(({ level, reason }) => [level, reason])).to.deep.equal([[40, 'TypeError: jwt expired']])
    expect(JSON.stringify(troubles()), 'no stack').to.not.include('.ts:')
  })

  it('says no with a code of its own, for good where that is final', async () => {
    const { come, troubles } = await host(
      { authenticate: throwing(new SocDrawError('FORBIDDEN', 'Not today.')) },
      stops,
    )
    const error = await come('a').catch((error: SocDrawError) => error)
    expect(error).to.include({ code: 'FORBIDDEN', message: 'Not today.', retryable: false })
    expect(troubles()).to.deep.equal([])
  })

  it('is asked again where its refusal is for now only; who waits is told why', async () => {
    let attempts = 0
    const authenticate = async () => {
      if (++attempts < 3) throw new SocDrawError('STOPPING', 'The directory starts.')
      return { id: 'ann', name: 'Ann' }
    }
    const { come } = await host({ authenticate }, stops)
    const told: string[] = []
    const lobby = await come('a', { waiting: ({ code, message }) => told.push(`${code} ${message}`) })
    expect([lobby.user.id, told, lobby.trouble]).to.deep.equal([
      'ann',
      Array(2).fill('STOPPING The directory starts.'),
      undefined,
    ])
    expect(await codeOf(come('a', { timeout: 1 }))).to.equal('CONNECTION_FAILED')
    attempts = -1000
    expect(await codeOf(come('a', { timeout: 1000 }))).to.equal('STOPPING')
  })

  it('closes the lobby of somebody whose token has expired, and ends what was pending', async () => {
    let valid = true
    const authenticate = async () => {
      if (!valid) throw new Error('expired')
      return { id: 'ann', name: 'Ann' }
    }
    const { come, cut } = await host({ authenticate }, stops)
    const lobby = await come('a')
    const room = await lobby.enter('R:1')
    await until(room, ({ status }) => status === 'running')
    valid = false
    cut()
    const said = outcome(room.act.add({ by: 1 }))
    await until(lobby, ({ connection }) => connection === 'closed')
    await waitFor(() => said.now !== 'pending')
    expect([lobby.error?.code, said.now, room.error?.code]).to.deep.equal(Array(3).fill('UNAUTHENTICATED'))
    valid = true
    await lobby.reopen()
    const again = await lobby.enter('R:1')
    expect(await again.act.add({ by: 2 })).to.deep.equal({ total: 2 })
  })

  for (const [how, allowRequest] of [
    ['throws', () => expect.fail('a host’s mistake')],
    ['rejects', throwing(new Error('a host’s mistake'))],
  ] as const) {
    it(`lets nobody in, and goes on, where its allowRequest ${how}`, async () => {
      const { come, troubles } = await host({ socket: { allowRequest }, authenticate: async () => null }, stops)
      expect(await codeOf(come('a', { timeout: 300 }))).to.equal('CONNECTION_FAILED')
      expect(troubles().map(({ level, reason }) => [level, reason?.includes('a host’s mistake')])).to.deep.equal([
        [40, true],
      ])
    })
  }

  it('[P10] goes on where its authorize answers with a promise that rejects', async () => {
    const authorize = throwing(new Error('no directory')) as never as () => boolean
    const { come, troubles } = await host({ authorize, authenticate: async () => ({ id: 'a', name: 'A' }) }, stops)
    const lobby = await come('a')
    expect([lobby.rooms, await codeOf(lobby.enter('R:1'))]).to.deep.equal([[], 'ROOM_NOT_FOUND'])
    expect(troubles(), 'each trouble once').to.have.length(2)
  })
})

describe('a token that is asked for', () => {
  const stops: (() => unknown)[] = []

  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })

  /** A host whose tokens hold for one connection each. */
  async function scene() {
    const used = new Set<unknown>()
    const state = { open: true, user: 'ann' }
    const made = await host(
      {
        authenticate: async ({ auth: { token } }) => {
          if (!state.open || used.has(token)) throw new Error('jwt expired')
          used.add(token)
          return { id: state.user, name: state.user }
        },
      },
      stops,
    )
    let drawn = 0
    return { ...made, state, used, token: async () => `token ${++drawn}` }
  }

  it('is asked for at every connecting', async () => {
    const { come, cut, token, used } = await scene()
    const lobby = await come(token)
    const room = await lobby.enter('R:1')
    for (const by of [1, 2, 3]) {
      cut()
      await until(lobby, ({ connection }) => connection === 'offline')
      expect(await room.act.add({ by })).to.have.property('total')
    }
    expect([...used]).to.deep.equal(['token 1', 'token 2', 'token 3', 'token 4'])
  })

  it('that can’t be had refuses in words: at once where its function throws, in time where it never answers', async () => {
    const { come } = await scene()
    const wrong: Readonly<Record<string, ConnectOptions['token']>> = {
      UNAUTHENTICATED: () => expect.fail('no session'),
      FORBIDDEN: throwing(new SocDrawError('FORBIDDEN')),
      CONNECTION_FAILED: throwing(new SocDrawError('CONNECTION_FAILED')),
      TIMED_OUT: () => new Promise(() => {}),
    }
    for (const [code, token] of Object.entries(wrong)) {
      // The last of them is given 10 seconds.
      const timeout = code === 'TIMED_OUT' ? 10_500 : 1000
      expect(await codeOf(soon(come(token, { timeout }), code, 12_000))).to.equal(code)
    }
    expect(await codeOf(come((() => undefined) as never))).to.equal('UNAUTHENTICATED')
  }).timeout(20_000)

  it('[P4] opens a closed lobby anew, with what was pending, once', async () => {
    const { come, cut, state, token, rooms } = await scene()
    const lobby = await come(token)
    const room = await lobby.enter('R:1')
    await until(room, ({ status }) => status === 'running')
    state.open = false
    const sent = room.act.add({ by: 1 })
    cut()
    const waiting = room.act.add({ by: 10 })
    await until(lobby, ({ connection }) => connection === 'closed')
    const meanwhile = room.act.add({ by: 100 })
    expect([lobby.error?.code, room.pending, room.live]).to.deep.equal(['UNAUTHENTICATED', 3, false])
    expect(await codeOf(lobby.enter('R:1'))).to.equal('UNAUTHENTICATED')
    expect(await codeOf(lobby.reopen())).to.equal('UNAUTHENTICATED')
    expect(room.pending).to.equal(3)
    state.open = true
    await Promise.all([lobby.reopen(), lobby.reopen()])
    expect([lobby.connection, lobby.error]).to.deep.equal(['online', undefined])
    await Promise.all([sent, waiting, meanwhile])
    expect(room.state?.adds.map(({ by }) => by)).to.deep.equal([0, 1, 10, 100])
    expect(rooms.io.of('/counter').sockets.size).to.equal(1)
    lobby.close()
    expect(await codeOf(lobby.reopen())).to.equal('CONNECTION_CLOSED')
  })

  it('[P4] does nothing of what was pending when it is another user’s', async () => {
    const { come, cut, state, token } = await scene()
    const lobby = await come(token)
    const room = await lobby.enter('R:1')
    await until(room, ({ status }) => status === 'running')
    state.user = 'bob'
    cut()
    await until(lobby, ({ connection }) => connection === 'offline')
    expect(await codeOf(room.act.add({ by: 1 }))).to.equal('UNAUTHENTICATED')
    await until(lobby, ({ connection }) => connection === 'closed')
    const bob = await come(token)
    expect((await bob.enter('R:1')).state?.adds.map(({ user }) => user)).to.deep.equal(['ann'])
  })
})

function throwing(error: unknown): () => Promise<never> {
  return async () => {
    throw error
  }
}
