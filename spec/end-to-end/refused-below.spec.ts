import { request as ask, createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { chat } from '../../server/applications/chat.ts'
import type { SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import { outcome } from '../client/outcome.ts'
import { waitFor } from './support/wait-for.ts'

/** What the proxy takes no more of in one body, in bytes. */
const LIMIT = 1024

describe('a proxy that takes no large messages, by polling', () => {
  let server: SocDrawServer
  let proxy: Server
  let url: string
  let status: number
  const lobbies: Lobby<typeof chat>[] = []

  beforeEach(async () => {
    const application = { ...chat, players: { min: 1, max: 5 } } as typeof chat
    server = await startTestServer(application)
    const { port } = new URL(server.url)
    proxy = createServer((request, response) => {
      if (Number(request.headers['content-length'] ?? 0) > LIMIT) {
        if (status === 0) request.socket.destroy()
        else response.writeHead(status, { connection: 'close' }).end()
        return
      }
      const onwards = ask({
        port,
        host: '127.0.0.1',
        method: request.method,
        path: request.url,
        headers: request.headers,
      })
      onwards.on('response', (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers)))
      onwards.on('error', () => response.destroy())
      request.pipe(onwards)
    })
    proxy.on('upgrade', (_request, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'))
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  })

  afterEach(async () => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    await server.stop()
    proxy.closeAllConnections()
    proxy.close()
  })

  async function come(user: string) {
    const socket = { forceNew: true, reconnectionDelay: 20, reconnectionDelayMax: 50 }
    const lobby = await connect<typeof chat>(url, 'chat', { token: tokenOf(user), socket })
    lobbies.push(lobby)
    const room = await lobby.enter('R:1')
    await until(room, ({ status }) => status === 'running')
    let losses = 0
    let before = lobby.connection
    lobby.subscribe(() => {
      if (before === 'online' && lobby.connection !== 'online') losses++
      before = lobby.connection
    })
    return { lobby, room, losses: () => losses }
  }

  for (const answer of [413, 403]) {
    it(`[P4] [P9] has a large action refused after three tries, and lets through what waits: ${answer}`, async () => {
      status = answer
      const { room, losses } = await come('ann')
      const texts = ['before', 'x'.repeat(LIMIT + 500), 'after', 'last']
      const said = texts.map((text) => outcome(room.act.say({ text })))
      await waitFor(() => said.every(({ now }) => now !== 'pending'), 'all of them are settled', 15_000)
      expect(said.map(({ now }) => (typeof now === 'string' ? now : 'said'))).to.deep.equal([
        ...['said', 'TOO_LARGE', 'said', 'said'],
      ])
      expect(room.state?.messages.slice(-3).map(({ text }) => text)).to.deep.equal(['before', 'after', 'last'])
      expect(losses()).to.be.below(7)
    }).timeout(20_000)
  }

  for (const answer of [413, 0]) {
    it(`[P4] [P9] has nothing of another room given up with it: ${answer || 'cut'}`, async () => {
      status = answer
      const { lobby, room } = await come('ann')
      const other = await lobby.enter('R:2')
      await until(other, ({ status }) => status === 'running')
      const large = outcome(room.act.say({ text: 'x'.repeat(LIMIT + 500) }))
      const small = outcome(other.act.say({ text: 'small' }))
      await waitFor(() => [large, small].every(({ now }) => now !== 'pending'), 'both are settled', 50_000)
      expect([large.now, typeof small.now]).to.deep.equal(['TOO_LARGE', 'object'])
    }).timeout(60_000)
  }

  it('[P9] has it given up too where the proxy only cuts the connection', async () => {
    status = 0
    const { room } = await come('ann')
    const said = ['x'.repeat(LIMIT + 500), 'after'].map((text) => outcome(room.act.say({ text })))
    await waitFor(() => said.every(({ now }) => now !== 'pending'), 'all of them are settled', 50_000)
    expect([said[0]?.now, typeof said[1]?.now]).to.deep.equal(['TOO_LARGE', 'object'])
  }).timeout(60_000)

  it('[P9] presents nothing again that is refused', async () => {
    status = 413
    const { lobby, room, losses } = await come('ann')
    const large = { typing: true, note: 'x'.repeat(LIMIT + 500) }
    room.present(large as never)
    await until(lobby, ({ connection }) => connection === 'offline')
    await until(room, ({ live }) => live)
    await room.act.say({ text: 'goes on' })
    expect(losses()).to.equal(1)
  })
})
