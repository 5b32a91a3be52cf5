import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { Server, type Socket } from 'socket.io'
import { systemClock } from '../../server/machine/system-clock.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { ServerEvent } from '../../server/protocol/events.ts'
import { SocketIoTransport } from '../../web/client/socket-io-transport.ts'
import { alwaysAwake } from '../../web/client/wakefulness.ts'

/** What a listener was told, and a way to wait for more of it. */
class Heard {
  readonly told: string[] = []
  #waiting: { readonly count: number; readonly what: string; resolve(): void }[] = []

  note(what: string): void {
    this.told.push(what)
    this.#waiting = this.#waiting.filter((one) => {
      if (this.count(one.what) < one.count) return true
      one.resolve()
      return false
    })
  }

  count(what: string): number {
    return this.told.filter((one) => one === what).length
  }

  until(what: string, count = 1): Promise<void> {
    if (this.count(what) >= count) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ what, count, resolve }))
  }
}

const ports = { clock: systemClock, wakefulness: alwaysAwake }

describe('SocketIoTransport', () => {
  let io: Server
  let url: string
  let sockets: Socket[]
  let stop: (() => void)[]

  beforeEach(async () => {
    const http = createServer()
    io = new Server(http)
    sockets = []
    stop = []
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  })

  afterEach(async () => {
    for (const close of stop) close()
    await io.close()
  })

  /** The server's side of a lobby. */
  function serve(namespace: string, connected: (socket: Socket) => void = () => {}): void {
    io.of(namespace).on('connection', (socket) => {
      sockets.push(socket)
      connected(socket)
    })
  }

  function open(application: string, forceNew = true): { transport: SocketIoTransport; heard: Heard } {
    const heard = new Heard()
    const socket = { forceNew, reconnectionDelay: 20, reconnectionDelayMax: 50 }
    const transport = new SocketIoTransport({ url, application, token: 'secret', ...ports, socket })
    stop.push(() => transport.close())
    transport.open({
      up: () => heard.note('up'),
      down: () => heard.note('down'),
      trouble: (error: SocDrawError) => heard.note(`trouble ${error.code}`),
      refused: (error: SocDrawError) => heard.note(`refused ${error.code}`),
      event: (event: ServerEvent, ...args: unknown[]) => heard.note(`${event} ${JSON.stringify(args)}`),
    })
    return { transport, heard }
  }

  it('shows its token, passes events on in order, and asks with answers', async () => {
    let token: unknown
    serve('/chat', (socket) => {
      token = socket.handshake.auth.token
      socket.emit('gone', 'R:1')
      socket.emit('frame', 'R:2', { from: 1, to: 2, patches: [] })
      socket.on('leave', (roomId: string, answer: (answer: unknown) => void) => answer({ ok: true, left: roomId }))
    })
    const { transport, heard } = open('chat')
    await heard.until('frame ["R:2",{"from":1,"to":2,"patches":[]}]')
    expect(heard.told).to.deep.equal(['up', 'gone ["R:1"]', 'frame ["R:2",{"from":1,"to":2,"patches":[]}]'])
    expect(token).to.equal('secret')
    const answer = await new Promise((resolve) => transport.request('leave', ['R:2'], resolve))
    expect(answer).to.deep.equal({ ok: true, left: 'R:2' })
    expect(sockets[0]?.conn.transport.name).to.equal('websocket')
  })

  it('passes on every event that a server sends, and after closing none', async () => {
    const sent: Record<ServerEvent, readonly unknown[]> = {
      ...{ lobby: [{ user: 1 }], listings: [[]], gone: ['R:1'], knocked: ['R:1'], removed: ['R:1', {}] },
      ...{ frame: ['R:1', {}], presence: ['R:1', {}], watchers: ['R:1', 2] },
    }
    serve('/chat', (socket) => {
      for (const [event, args] of Object.entries(sent)) socket.emit(event, ...args)
    })
    const { transport, heard } = open('chat')
    await heard.until('watchers ["R:1",2]')
    const told = Object.entries(sent).map(([event, args]) => `${event} ${JSON.stringify(args)}`)
    expect(heard.told).to.deep.equal(['up', ...told])
    transport.close()
    sockets[0]?.emit('gone', 'R:1')
    await new Promise((resolve) => sockets[0]?.once('disconnect', resolve))
    expect(heard.told).to.have.length(told.length + 1)
  })

  it('is refused for good without a session, and where there is no such lobby', async () => {
    serve('/chat')
    let attempts = 0
    io.of('/chat').use((_, next) => {
      attempts++
      next(Object.assign(new Error('Please sign in.'), { data: { code: 'UNAUTHENTICATED' } }))
    })
    const [chat, nowhere] = [open('chat'), open('nowhere')]
    await Promise.all([chat.heard.until('refused UNAUTHENTICATED'), nowhere.heard.until('refused NOT_FOUND')])
    expect([chat.heard.told, nowhere.heard.told, attempts]).to.deep.equal([
      ['refused UNAUTHENTICATED'],
      ['refused NOT_FOUND'],
      1,
    ])
  })

  it('tries again by itself after a refusal for now', async () => {
    let attempts = 0
    serve('/chat')
    io.of('/chat').use((_, next) => {
      if (++attempts > 1) next()
      else next(Object.assign(new Error('busy'), { data: { code: 'STOPPING', retryable: true } }))
    })
    const { heard } = open('chat')
    await heard.until('up')
    expect([heard.told, attempts]).to.deep.equal([['trouble STOPPING', 'up'], 2])
  })

  it('comes back by itself when the server drops it, and when the connection breaks', async () => {
    serve('/chat')
    const { heard } = open('chat')
    await heard.until('up')
    sockets[0]?.disconnect()
    await heard.until('up', 2)
    sockets[1]?.conn.close()
    await heard.until('up', 3)
    expect(heard.told).to.deep.equal(['up', 'down', 'up', 'down', 'up'])
  })

  it('opens a new connection when it is told that the present one seems dead', async () => {
    serve('/chat')
    const { transport, heard } = open('chat')
    await heard.until('up')
    transport.reconnect()
    await heard.until('up', 2)
    expect(sockets).to.have.length(2)
    expect(heard.told).to.deep.equal(['up', 'down', 'up'])
  })

  it('[P4] answers nothing of an older connection, and sends nothing that was asked on it', async () => {
    const received = new Heard()
    const answers: ((answer: unknown) => void)[] = []
    serve('/chat', (socket) =>
      socket.on('leave', (roomId: string, answer: (answer: unknown) => void) => {
        answers.push(answer)
        received.note(roomId)
        if (roomId !== 'now') socket.disconnect()
      }),
    )
    const { transport, heard } = open('chat')
    await heard.until('up')
    transport.request('leave', ['before'], () => heard.note('answered before'))
    await heard.until('down')
    // What a page may do that has not looked at `down`: Socket.IO would keep it for the next connection.
    transport.request('leave', ['while down'], () => heard.note('answered while down'))
    await heard.until('up', 2)
    transport.request('leave', ['now'], () => heard.note('answered now'))
    await received.until('now')
    for (const answer of answers) answer({ ok: true })
    await heard.until('answered now')
    expect(received.told).to.deep.equal(['before', 'now'])
    expect(heard.told.filter((what) => what.startsWith('answered'))).to.deep.equal(['answered now'])
  })

  it('shares one connection with the other lobbies of a server, and leaves it to them', async () => {
    serve('/chat')
    serve('/draw')
    const [chat, draw] = [open('chat', false), open('draw', false)]
    await Promise.all([chat.heard.until('up'), draw.heard.until('up')])
    expect(sockets[0]?.conn).to.equal(sockets[1]?.conn)
    chat.transport.close()
    draw.transport.reconnect()
    await draw.heard.until('up', 2)
    expect(chat.heard.told).to.deep.equal(['up'])
  })

  it('tells nothing any more once it is closed', async () => {
    serve('/chat')
    const { transport, heard } = open('chat')
    await heard.until('up')
    const gone = new Promise((resolve) => sockets[0]?.on('disconnect', resolve))
    transport.close()
    await gone
    expect(heard.told).to.deep.equal(['up'])
  })

  it('takes only an address that has a host', () => {
    const options = { application: 'chat', token: '', ...ports, socket: {} }
    expect(() => new SocketIoTransport({ ...options, url: 'localhost:8089' })).to.throw(TypeError, 'localhost:8089')
    expect(() => new SocketIoTransport({ ...options, url: '/chat' })).to.throw(TypeError)
  })
})
