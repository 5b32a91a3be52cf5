import { expect } from 'chai'
import type { CorsOptions } from 'cors'
import Fastify, { type FastifyInstance } from 'fastify'
import { chat } from '../../server/applications/chat.ts'
import { createServer, mountRooms } from '../../server/host/server.ts'
import type { MountOptions, ServerOptions } from '../../server/host/server-options.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import { connect } from '../../web/client/connect.ts'
import type { SocketIoOptions } from '../../web/client/socket-io-transport.ts'
import { counter } from '../support/counter.ts'
import { rejection } from '../support/rejection.ts'

const ANN = { id: 'ann', username: 'ann', password: 'a long enough one' }
const COMMON = {
  applications: [counter],
  data: 'memory',
  logLevel: 'silent',
  port: 0,
  maxLag: Number.POSITIVE_INFINITY,
} as const

describe('where a server stands', () => {
  const open: { stop(): Promise<void> }[] = []
  const lobbies: { close(): void }[] = []

  afterEach(async () => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    for (const each of open.splice(0)) await each.stop()
  })

  async function serve(options: Partial<ServerOptions> = {}) {
    const server = await createServer({ ...COMMON, users: [ANN], ...options })
    open.push(server)
    return server
  }

  /** Rooms on a Fastify that has what `prepare` gives it. */
  async function mount(options: Partial<MountOptions>, prepare: (host: FastifyInstance) => unknown = () => undefined) {
    const host = Fastify()
    open.push({ stop: () => host.close() })
    await prepare(host)
    await mountRooms(host, {
      applications: [counter],
      data: 'memory',
      users: [ANN],
      maxLag: Number.POSITIVE_INFINITY,
      ...options,
    })
    return { host, url: await host.listen({ port: 0, host: '127.0.0.1' }) }
  }

  async function enter(url: string, token: string, socket: SocketIoOptions = {}) {
    const lobby = await connect(url, 'counter', { token, timeout: 3000, socket: { forceNew: true, ...socket } })
    lobbies.push(lobby)
    return lobby
  }

  const signIn = async (url: string): Promise<string> => {
    const { username, password } = ANN
    const answer = await fetch(`${url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    })
    return ((await answer.json()) as { token: string }).token
  }
  const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

  describe('below a path', () => {
    for (const prefix of ['/draw', '/a/b.c/']) {
      it(`has its routes and sockets there, and nothing elsewhere: ${prefix}`, async () => {
        const server = await serve({ prefix })
        const origin = new URL(server.url).origin
        expect(server.url).to.equal(origin + prefix.replace(/\/$/, ''))
        for (const path of ['/healthz', '/readyz', '/api/site']) {
          expect(await statusOf(server.url + path), path).to.equal(200)
          expect(await statusOf(origin + path), path).to.equal(404)
        }
        const token = await signIn(server.url)
        for (const transport of ['websocket', 'polling'] as const)
          expect((await enter(server.url, token, { transports: [transport] })).user.id).to.equal('ann')
        expect((await enter(`${server.url}/`, token)).connection).to.equal('online')
        expect(await statusOf(`${origin}/socket.io/?EIO=4&transport=polling`)).to.equal(404)
      })
    }

    it('is found by clients on a host’s own Fastify too', async () => {
      const { url } = await mount({ prefix: '/rooms' })
      expect((await enter(`${url}/rooms`, await signIn(`${url}/rooms`))).user.name).to.equal('ann')
    })

    it('says what can’t be a prefix, and what can’t be a server’s address', async () => {
      for (const prefix of ['draw', '/a b', '/..', '/a/../b', '/:id', '/*', '//', '/ä', 5 as never])
        expect(String(await failure(serve({ prefix }))), String(prefix)).to.match(/TypeError: .* is no prefix/)
      for (const url of ['http://localhost:1/?room=1', 'http://localhost:1/#R:1', 'mailto:ann'])
        expect(String(await failure(enter(url, ''))), url).to.include(`TypeError: not the address of a server: ${url}`)
    })
  })

  describe('on a host’s Fastify', () => {
    const paths = ['/healthz', '/readyz', '/api/site', '/api/sessions', '/api/*']

    it('leaves a host all routes that it has, and those that it adds later', async () => {
      const own = (app: FastifyInstance, some: readonly string[]) =>
        some.map((path) => app.all(path, async () => ({ own: path })))
      const authenticate = async () => ({ id: 'ann', name: 'Ann' })
      const { url } = await mount({ authenticate }, (host) => own(host, paths))
      for (const path of paths) expect(await (await fetch(url + path)).json(), path).to.deep.equal({ own: path })
      expect((await enter(url, 'any')).user.name).to.equal('Ann')
    })

    it('adds what signing in needs where the accounts are its own, and what it is asked for', async () => {
      const { url } = await mount({})
      expect(await Promise.all(paths.slice(0, 3).map((path) => statusOf(url + path)))).to.deep.equal([404, 404, 404])
      await signIn(url)
      const all = await mount({ routes: { site: true, health: true, sessions: false }, prefix: '/x' })
      const under = paths.slice(0, 4).map((path) => statusOf(`${all.url}/x${path}`))
      expect(await Promise.all(under)).to.deep.equal([200, 200, 200, 404])
    })

    it('says which route stands in the way, and what to do', async () => {
      const taken = mount({}, (host) => host.post('/api/sessions', async () => 'own'))
      expect(String(await failure(taken))).to.match(/^TypeError: .*POST.*\/api\/sessions.*: give a prefix, or switch/)
    })

    it('leaves the host’s own answers below /api alone', async () => {
      const { url } = await mount({}, (host) => {
        host.setNotFoundHandler((_request, reply) => reply.code(404).send('the host’s own'))
      })
      expect(await (await fetch(`${url}/api/nothing`)).text()).to.equal('the host’s own')
    })
  })

  describe('for pages of other origins', () => {
    const cors: CorsOptions = { origin: ['https://one.example', /\.two\.example$/] }
    const allowed = ['https://one.example', 'https://x.two.example']
    const refused = ['https://one.example.evil', 'null', 'https://three.example']

    const preflight = (url: string, origin: string) =>
      fetch(`${url}/api/sessions`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'DELETE',
          'access-control-request-headers': 'authorization,content-type',
        },
      })
    const from = (origin: string, transport: 'polling' | 'websocket'): SocketIoOptions => ({
      transports: [transport],
      extraHeaders: { origin },
      reconnectionAttempts: 1,
      reconnectionDelay: 1,
    })

    async function both() {
      return [(await serve({ cors, prefix: '/draw' })).url, (await mount({ cors })).url]
    }

    it('one option lets them sign in, and connect by either transport', async () => {
      for (const url of await both()) {
        const token = await signIn(url)
        for (const origin of allowed) {
          const asked = await preflight(url, origin)
          expect([asked.status, asked.headers.get('access-control-allow-origin')]).to.deep.equal([204, origin])
          expect(asked.headers.get('access-control-allow-methods')).to.include('DELETE')
          expect(asked.headers.get('access-control-allow-headers')).to.equal('authorization,content-type')
          const refusal = await fetch(`${url}/api/sessions`, { method: 'DELETE', headers: { origin } })
          expect([refusal.status, refusal.headers.get('access-control-allow-origin')]).to.deep.equal([401, origin])
          for (const transport of ['polling', 'websocket'] as const)
            expect((await enter(url, token, from(origin, transport))).connection).to.equal('online')
        }
      }
    })

    it('it keeps all others out, WebSockets too, but for no page at all and the server’s own', async () => {
      for (const url of await both()) {
        const token = await signIn(url)
        for (const origin of refused) {
          expect((await preflight(url, origin)).headers.get('access-control-allow-origin'), origin).to.equal(null)
          for (const transport of ['polling', 'websocket'] as const)
            expect((await rejection(enter(url, token, from(origin, transport)))).code).to.equal('CONNECTION_FAILED')
        }
        for (const socket of [{}, from(new URL(url).origin, 'websocket')])
          expect((await enter(url, token, socket)).connection).to.equal('online')
      }
    })

    it('it may be a function that asks the host, or let nobody in', async () => {
      const asks: CorsOptions = { origin: (origin, answer) => answer(null, origin === 'https://one.example') }
      for (const [given, origin, holds] of [
        [asks, 'https://one.example', true],
        [asks, 'https://two.example', false],
        [{ origin: false }, 'https://one.example', false],
        [{}, 'https://one.example', true],
      ] as const) {
        const server = await startTestServer(counter, { cors: given })
        open.push(server)
        const entered = enter(server.url, tokenOf('ann'), from(origin, 'websocket'))
        expect(
          await entered.then(
            ({ connection }) => connection === 'online',
            () => false,
          ),
        ).to.equal(holds)
      }
    })

    it('without it, none may connect, by WebSockets neither: the server’s own pages and what is no page may', async () => {
      for (const url of [(await serve()).url, (await mount({})).url]) {
        const token = await signIn(url)
        const own = new URL(url).origin
        for (const transport of ['polling', 'websocket'] as const) {
          const other = from('https://one.example', transport)
          expect((await rejection(enter(url, token, other))).code, transport).to.equal('CONNECTION_FAILED')
          expect((await enter(url, token, from(own, transport))).connection).to.equal('online')
          // Behind a proxy that writes another Host, what the browser itself says of the page counts.
          const hidden = { ...other, extraHeaders: { origin: 'https://one.example', 'sec-fetch-site': 'same-origin' } }
          expect((await enter(url, token, hidden)).connection).to.equal('online')
        }
        const options = { method: 'DELETE', headers: { origin: 'https://one.example' } }
        expect((await fetch(`${url}/api/sessions`, options)).status).to.equal(403)
      }
    })

    it('without it, none may read what the routes answer', async () => {
      const { url } = await serve({ applications: [chat] })
      const answer = await fetch(`${url}/api/site`, { headers: { origin: 'https://one.example' } })
      expect(answer.headers.get('access-control-allow-origin')).to.equal(null)
      expect((await preflight(url, 'https://one.example')).status).to.equal(404)
    })
  })
})

function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('resolved'),
    (error: unknown) => error,
  )
}
