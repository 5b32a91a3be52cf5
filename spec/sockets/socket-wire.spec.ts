import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket as NetSocket } from 'node:net'
import { expect } from 'chai'
import { Server } from 'socket.io'
import { io, type Socket } from 'socket.io-client'
import type { Frame } from '../../server/protocol/events.ts'
import type { LobbyServer, LobbySocket } from '../../server/sockets/lobby-socket.ts'
import { SocketWire } from '../../server/sockets/socket-wire.ts'

const ROOM = 'R:1'

describe('the wire over Socket.IO', () => {
  const http = createServer()
  const server: LobbyServer = new Server(http)
  const namespace = server.of('/lobby')
  const wire = new SocketWire(namespace)
  const clients: Socket[] = []

  before(async () => {
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
  })

  afterEach(() => {
    for (const client of clients.splice(0)) client.close()
  })

  after(() => server.close())

  async function connect(transport = 'websocket') {
    const { port } = http.address() as AddressInfo
    const client = io(`http://127.0.0.1:${port}/lobby`, { transports: [transport], forceNew: true })
    clients.push(client)
    const [socket] = (await once(namespace, 'connection')) as [LobbySocket]
    const frames: Frame[] = []
    client.on('frame', (_room: string, frame: Frame) => frames.push(frame))
    return { client, socket, frames }
  }

  async function join(transport?: string) {
    const joined = await connect(transport)
    wire.join(connectionOf(joined.socket), ROOM)
    return joined
  }

  function send(to: number, text = ''): void {
    wire.send({ group: ROOM }, 'frame', ROOM, { from: to - 1, to, patches: [['set', ['text'], text]] })
  }

  /** Whatever was sent before has arrived. */
  async function arrived({ client, socket }: { client: Socket; socket: LobbySocket }): Promise<void> {
    const heard = once(client as unknown as NodeJS.EventEmitter, 'removed')
    socket.emit('removed', ROOM, { code: 'ROOM_ARCHIVED', message: '', retryable: false } as never)
    await heard
  }

  for (const transport of ['websocket', 'polling']) {
    it(`brings frames of every size whole, and in their order, over ${transport}`, async () => {
      const ann = await join(transport)
      const sizes = [0, 1, 50, 125, 126, 127, 1000, 65_400, 65_535, 65_536, 65_600, 200_000]
      // Around the sizes at which a WebSocket's frame has another header, whatever the packet has beside the text.
      for (let less = 0; less < 120; less++) sizes.push(126 - less, 65_536 - less)
      const texts = sizes.filter((size) => size >= 0).map((size, at) => `${'é'.repeat(at % 2)}${'x'.repeat(size)}`)
      for (const [at, text] of texts.entries()) {
        send(at + 1, text)
        // More than that may not wait.
        if (at % 30 === 0) await arrived(ann)
      }
      await arrived(ann)
      expect(ann.frames.map(({ to }) => to)).to.deep.equal(texts.map((_, at) => at + 1))
      expect(ann.frames.map(({ patches: [patch] }) => patch?.[2])).to.deep.equal(texts)
    })
  }

  it('[P2] lets no frame overtake what a connection was sent before it', async () => {
    const ann = await join()
    const order: string[] = []
    ann.client.onAny((event: string, _room: string, { to }: Partial<Frame>) =>
      order.push(`${event} ${to ?? ''}`.trim()),
    )
    for (let to = 1; to <= 20; to++) {
      ann.socket.emit('presence', ROOM, {})
      send(to)
      // Now and then all that was sent is taken before the next.
      if (to % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    await arrived(ann)
    expect(order.slice(0, 40)).to.deep.equal([...Array(20).keys()].flatMap((n) => ['presence', `frame ${n + 1}`]))
  })

  it('sends to those in the room now, whoever put them there, but for those in other groups', async () => {
    const [ann, bob, cid] = [await join(), await connect(), await join()]
    send(1)
    await bob.socket.join(ROOM)
    send(2)
    wire.leave(connectionOf(cid.socket), ROOM)
    send(3)
    wire.join(connectionOf(bob.socket), 'others')
    wire.send({ group: ROOM, except: ['others', 'nobody'] }, 'frame', ROOM, { from: 3, to: 4, patches: [] })
    for (const each of [ann, bob, cid]) await arrived(each)
    expect([ann, bob, cid].map(({ frames }) => frames.map(({ to }) => to))).to.deep.equal([
      [1, 2, 3, 4],
      [2, 3],
      [1, 2],
    ])
  })

  it('sends nothing to who has gone, and to who comes instead', async () => {
    const [ann, bob] = [await join(), await join()]
    send(1)
    await arrived(ann)
    const gone = once(ann.socket as unknown as NodeJS.EventEmitter, 'disconnect')
    ann.client.close()
    await gone
    const cid = await join()
    send(2)
    for (const each of [bob, cid]) await arrived(each)
    expect([ann, bob, cid].map(({ frames }) => frames.map(({ to }) => to))).to.deep.equal([[1], [1, 2], [2]])
  })

  it('[P9] leaves out who does not take what they are sent, when 64 packets wait, until they have', async () => {
    const ann = await join()
    const { ws } = ann.client.io.engine.transport as unknown as { ws: { _socket: NetSocket } }
    ws._socket.pause()
    const text = 'x'.repeat(100_000)
    let to = 0
    while (to < 500 && ann.socket.rooms.has(ROOM)) send(++to, text)
    const { writeBuffer } = ann.socket.conn as unknown as { readonly writeBuffer: readonly unknown[] }
    expect([ann.socket.rooms.has(ROOM), writeBuffer.length]).to.deep.equal([false, 65])
    ws._socket.resume()
    await arrived(ann)
    expect(ann.socket.rooms.has(ROOM)).to.equal(true)
    expect(ann.frames.map((frame) => frame.to)).to.deep.equal([...Array(to - 1).keys()].map((n) => n + 1))
  })

  it('[P2] sends an answer and the frame that follows it in one write, in their order, and so the next', async () => {
    const ann = await join()
    const order: string[] = []
    ann.client.onAny((event: string, _room: string, { to }: Partial<Frame>) =>
      order.push(to ? `${event} ${to}` : event),
    )
    const { _socket: tcp } = (ann.socket.conn.transport as unknown as { socket: { _socket: NetSocket } }).socket
    let writes = 0
    for (const way of ['_write', '_writev'] as const) {
      const write = tcp[way] as (...given: unknown[]) => unknown
      tcp[way] = (...given: unknown[]) => {
        writes++
        return write.apply(tcp, given)
      }
    }
    const written: number[] = []
    for (const answers of [1, 2, 0, 1]) {
      await arrived(ann)
      writes = 0
      for (let answer = 0; answer < answers; answer++) {
        wire.gather(ann.socket)
        ann.socket.emit('presence', ROOM, {})
      }
      send(order.length + 1)
      await new Promise((resolve) => setTimeout(resolve, 5))
      written.push(writes)
    }
    await arrived(ann)
    // Of two answers, the second waits until the first is taken, and the frame with it.
    expect(written).to.deep.equal([1, 3, 1, 1])
    const events = order.map((each) => each.split(' ')[0]).filter((each) => each !== 'removed')
    expect(events).to.deep.equal(['presence', 'frame', 'presence', 'presence', 'frame', 'frame', 'presence', 'frame'])
  })

  it('lets a host hear what its sockets and connections are sent', async () => {
    const [ann, bob] = [await join(), await join()]
    const heard: string[] = []
    ann.socket.onAnyOutgoing((event: string, room: string) => heard.push(`${event} ${room}`))
    bob.socket.conn.on('packetCreate', ({ data }: { data: string }) => heard.push(data.slice(0, 20)))
    send(1)
    expect(heard).to.deep.equal([`frame ${ROOM}`, '2/lobby,["frame","R:'])
    for (const each of [ann, bob]) await arrived(each)
    expect([ann.frames.length, bob.frames.length]).to.deep.equal([1, 1])
  })

  it('leaves to Engine.IO what it compresses', async () => {
    const ann = await join()
    Object.assign(ann.socket.conn.transport, { perMessageDeflate: { threshold: 0 } })
    let flushed = 0
    ann.socket.conn.on('flush', () => flushed++)
    send(1)
    expect(flushed).to.equal(1)
    await arrived(ann)
    expect(ann.frames.length).to.equal(1)
  })
})

function connectionOf({ id }: LobbySocket) {
  return { id, user: { id, name: id, roles: [] } }
}
