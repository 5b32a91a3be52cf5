import { createServer, type Server as HttpServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { expect } from 'chai'
import { Server } from 'socket.io'
import { systemClock } from '../../server/machine/system-clock.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { type SocketIoOptions, SocketIoTransport } from '../../web/client/socket-io-transport.ts'
import { waitFor } from '../end-to-end/support/wait-for.ts'
import { Sleeper } from './sleeper.ts'

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

describe('a dialler', () => {
  let http: HttpServer
  let io: Server
  let port: number
  let sleeper: Sleeper
  let transports: SocketIoTransport[]
  /** Every attempt that arrived, by when and what it was. */
  let attempts: { at: number; way: 'polling' | 'websocket' }[]
  /** Refuses attempts as a server that is overloaded. */
  let retryAfter: number | undefined

  async function listen(): Promise<void> {
    http = createServer((_, response) => response.end())
    io = new Server(http)
    io.of('/chat')
    io.of('/draw')
    await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve))
    port = (http.address() as AddressInfo).port
    io.engine.use(
      (request: IncomingMessage, response: { end(body: string): void; statusCode: number }, next: () => void) => {
        if (request.url?.includes('sid=')) return next()
        const websocket = request.headers.upgrade !== undefined
        attempts.push({ at: performance.now(), way: websocket ? 'websocket' : 'polling' })
        if (retryAfter === undefined) return next()
        const error = { ...new SocDrawError('OVERLOADED').toJSON(), retryAfter }
        response.statusCode = 503
        response.end(JSON.stringify({ error }))
      },
    )
  }

  beforeEach(async () => {
    ;[port, sleeper, transports, attempts, retryAfter] = [0, new Sleeper(), [], [], undefined]
    await listen()
  })

  afterEach(async () => {
    for (const transport of transports) transport.close()
    await io.close()
  })

  function open(application = 'chat', options: SocketIoOptions = {}): string[] {
    const told: string[] = []
    const socket = { reconnectionDelay: 20, reconnectionDelayMax: 50, ...options }
    const url = `http://127.0.0.1:${port}`
    const transport = new SocketIoTransport({
      url,
      application,
      token: '',
      clock: systemClock,
      wakefulness: sleeper,
      socket,
    })
    transports.push(transport)
    transport.open({
      up: () => told.push('up'),
      down: () => told.push('down'),
      trouble: ({ code, retryAfter: after }) => told.push(`${code} ${after}`),
      refused: ({ code }) => told.push(`refused ${code}`),
      event: () => {},
    })
    return told
  }

  const saw = (told: string[], what: string[]) =>
    waitFor(() => JSON.stringify(told) === JSON.stringify(what), `it was told ${what}, after ${told}`)

  /** Cuts every connection, as a network would. */
  function cut(): void {
    for (const { conn } of io.of('/chat').sockets.values()) conn.close(true)
  }

  it('[P9] comes back when the server says, and not sooner, whose word it gets by polling', async () => {
    retryAfter = 400
    const told = open()
    await saw(told, ['OVERLOADED 400'])
    retryAfter = undefined
    await saw(told, ['OVERLOADED 400', 'up'])
    expect(attempts.map(({ way }) => way)).to.deep.equal(['websocket', 'polling', 'websocket'])
    const [, refused, again] = attempts
    expect((again?.at ?? 0) - (refused?.at ?? 0)).to.be.at.least(395)
  })

  it('[P9] holds back a lobby that is opened meanwhile too, and brings it in with the others', async () => {
    retryAfter = 300
    const chat = open('chat')
    await saw(chat, ['OVERLOADED 300'])
    retryAfter = undefined
    const draw = open('draw')
    await saw(draw, ['up'])
    await saw(chat, ['OVERLOADED 300', 'up'])
    expect(attempts).to.have.length(3)
  })

  it('[P9] makes no attempt asleep, at first or after a loss, and is there at once on waking', async () => {
    sleeper.awake = false
    const told = open('chat', { reconnectionDelay: 10_000, reconnectionDelayMax: 20_000 })
    await pause(100)
    expect(attempts).to.have.length(0)
    sleeper.wake()
    await saw(told, ['up'])
    sleeper.awake = false
    await pause(100)
    expect(told, 'asleep, it stays connected').to.deep.equal(['up'])
    cut()
    await saw(told, ['up', 'down'])
    await pause(100)
    expect(attempts).to.have.length(1)
    const woken = performance.now()
    sleeper.wake()
    await saw(told, ['up', 'down', 'up'])
    expect(performance.now() - woken).to.be.below(1000)
  })

  it('[P9] leaves nothing of a long wait on waking, nor of an attempt that hangs', async () => {
    const told = open('chat', { reconnectionDelay: 30_000, reconnectionDelayMax: 60_000, timeout: 30_000 })
    await saw(told, ['up'])
    const silent: NetSocket[] = []
    // Whoever comes now is heard, and gets no answer.
    http.removeAllListeners('upgrade').on('upgrade', (_, socket: NetSocket) => silent.push(socket))
    cut()
    await saw(told, ['up', 'down'])
    sleeper.wake()
    await waitFor(() => silent.length === 1, 'an attempt hangs')
    http
      .removeAllListeners('upgrade')
      .on('upgrade', (request, socket, head) => io.engine.handleUpgrade(request, socket, head))
    sleeper.wake()
    await saw(told, ['up', 'down', 'up'])
    for (const socket of silent) socket.destroy()
  })

  it('drops a connection that was not kept while the page was put away, and is back at once', async () => {
    const told = open('chat', { reconnectionDelay: 30_000, reconnectionDelayMax: 60_000 })
    await saw(told, ['up'])
    sleeper.wake()
    await pause(50)
    expect(told, 'a mere look drops nothing').to.deep.equal(['up'])
    sleeper.wake(true)
    await saw(told, ['up', 'down', 'up'])
  })

  it('waits for nobody’s waking once it is closed', async () => {
    const told = open()
    await saw(told, ['up'])
    expect(sleeper.listeners).to.be.above(0)
    for (const transport of transports) transport.close()
    expect(sleeper.listeners).to.equal(0)
    sleeper.wake(true)
    await pause(50)
    expect(attempts).to.have.length(1)
  })

  it('gives up after as many attempts as it may make', async () => {
    await io.close()
    const told = open('chat', { reconnectionAttempts: 2 })
    await waitFor(() => told.at(-1) === 'refused CONNECTION_FAILED', 'it gave up')
    expect(told.filter((what) => what.startsWith('CONNECTION_FAILED'))).to.have.length(2)
  })

  it('[P9] brings many back at times that are spread over most of the first delay', async function () {
    this.timeout(10_000)
    const options = { forceNew: true, reconnectionDelay: 1000, reconnectionDelayMax: 1000 }
    const all = Array.from({ length: 60 }, () => open('chat', options))
    for (const told of all) await saw(told, ['up'])
    const from = performance.now()
    attempts = []
    cut()
    await waitFor(() => attempts.length === 60, 'all came back')
    const tenths = new Set(attempts.map(({ at }) => Math.floor((at - from) / 100)))
    expect(tenths.size).to.be.at.least(6)
    expect(Math.max(...attempts.map(({ at }) => at - from))).to.be.below(3000)
  })
})
