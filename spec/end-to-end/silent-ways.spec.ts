import { type AddressInfo, createServer, connect as dial, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import type { SocDrawServer } from '../../server/host/server.ts'
import { until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { connect } from '../../web/client/connect.ts'
import type { ConnectOptions } from '../../web/client/open-lobby.ts'
import { counter } from '../support/counter.ts'

/** How long one attempt may take here, in milliseconds. */
const ATTEMPT = 400

describe('a network that answers nothing on one of the ways', () => {
  let server: SocDrawServer
  let gate: Server
  let url: string
  /** Says of a way to the server whether what is asked on it gets no answer. */
  let swallow: (way: string) => boolean
  const handshakes = { websocket: 0, polling: 0 }
  const lobbies: Lobby<typeof counter>[] = []
  const nears = new Set<Socket>()

  beforeEach(async () => {
    server = await startTestServer(counter)
    Object.assign(handshakes, { websocket: 0, polling: 0 })
    gate = createServer((near) => {
      nears.add(near)
      near.on('error', () => {}).on('close', () => nears.delete(near))
      near.once('data', (head: Buffer) => {
        const text = head.toString('latin1')
        const way = /^upgrade: websocket/im.test(text) ? 'websocket' : 'polling'
        handshakes[way]++
        if (swallow(way)) return
        const far = dial(Number(new URL(server.url).port), '127.0.0.1')
        far.on('error', () => near.destroy())
        near.on('close', () => far.destroy())
        far.write(head)
        near.pipe(far).pipe(near)
      })
    })
    await new Promise<void>((resolve) => gate.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(gate.address() as AddressInfo).port}`
  })

  afterEach(async () => {
    for (const lobby of lobbies.splice(0)) lobby.close()
    await server.stop()
    for (const near of nears) near.destroy()
    gate.close()
  })

  async function come(options: Partial<ConnectOptions> = {}): Promise<Lobby<typeof counter>> {
    const socket = { forceNew: true, timeout: ATTEMPT, reconnectionDelay: 20, ...options.socket }
    const lobby = await connect<typeof counter>(url, 'counter', { token: tokenOf('ann'), ...options, socket })
    lobbies.push(lobby)
    return lobby
  }

  it('is reached by polling after one WebSocket handshake without an answer, and says meanwhile what it waits for', async () => {
    swallow = (way) => way === 'websocket'
    const troubles: string[] = []
    const begun = Date.now()
    const lobby = await come({ waiting: ({ code }) => troubles.push(code) })
    expect([troubles, lobby.connection]).to.deep.equal([['TIMED_OUT'], 'online'])
    expect(Date.now() - begun).to.be.below(5 * ATTEMPT + 2000)
    const room = await lobby.enter('R:1')
    expect(room.status).to.equal('waiting')
  })

  it('is reached by WebSocket where polling is what gets no answer', async () => {
    swallow = (way) => way === 'polling'
    const lobby = await come({ socket: { transports: ['polling', 'websocket'] } })
    expect(lobby.connection).to.equal('online')
  })

  it('is tried by WebSocket first again once that has been found to work', async () => {
    let open = false
    swallow = (way) => way === 'websocket' && !open
    const lobby = await come()
    open = true
    for (const socket of server.io.of('/counter').sockets.values()) socket.conn.close()
    // By polling, and up from there.
    await until(lobby, ({ connection }) => connection === 'offline')
    await until(lobby, ({ connection }) => connection === 'online')
    const way = () => [...server.io.of('/counter').sockets.values()][0]?.conn.transport.name
    const end = Date.now() + 5000
    while (way() !== 'websocket' && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(way()).to.equal('websocket')
    const polls = handshakes.polling
    for (const socket of server.io.of('/counter').sockets.values()) socket.conn.close()
    await until(lobby, ({ connection }) => connection === 'offline')
    await until(lobby, ({ connection }) => connection === 'online')
    expect(handshakes.polling).to.equal(polls)
  })

  it('that is silent altogether is said so, and tried again', async () => {
    let silent = true
    swallow = () => silent
    const error = await come({ timeout: 3 * ATTEMPT + 500 }).catch(({ code }) => code)
    expect(error).to.equal('TIMED_OUT')
    expect(Math.min(handshakes.websocket, handshakes.polling), 'both ways were tried').to.be.greaterThan(0)
    silent = false
    const lobby = await come()
    silent = true
    for (const socket of server.io.of('/counter').sockets.values()) socket.conn.close()
    await until(lobby, ({ trouble }) => trouble?.code === 'TIMED_OUT')
    expect(lobby.connection).to.equal('offline')
    silent = false
    await until(lobby, ({ connection }) => connection === 'online')
    expect(lobby.trouble).to.equal(undefined)
  })
})
