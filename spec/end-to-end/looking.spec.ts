import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'chai'
import { io, type Socket } from 'socket.io-client'
import type { RoomListing } from '../../server/protocol/listings.ts'
import { Bots, until } from '../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../server/testing/start-test-server.ts'
import type { Lobby } from '../../web/client/client-api.ts'
import { counter } from '../support/counter.ts'

/** The least time between two tellings of a stretch, and longer than anything waits to be told, in milliseconds. */
const INTERVAL = 200
const LONG = 500

/** Rooms of two stretches, the tenth of which is Ann's alone. */
const rooms = Array.from({ length: 100 }, (_, index) => ({
  id: `R:${index + 1}`,
  name: `Room ${index + 1}`,
  application: counter.name,
  ...(index === 9 && { users: ['ann', 'player'] }),
}))

/** Of a room as somebody lists it. */
const members = ({ rooms }: Lobby<typeof counter>, roomId: string) => rooms.find(({ id }) => id === roomId)?.members

/** A connection of its own, and what came over it, packet by packet as it stood on the wire. */
class Wiretap {
  readonly socket: Socket
  readonly welcomed: Promise<void>
  packets: string[] = []

  constructor(url: string, user: string) {
    const options = { auth: { token: tokenOf(user) }, forceNew: true, transports: ['websocket'], reconnection: false }
    this.socket = io(`${url}/${counter.name}`, options)
    this.socket.io.on('open', () =>
      this.socket.io.engine.on('packet', ({ type, data }) => type === 'message' && this.packets.push(String(data))),
    )
    this.welcomed = new Promise((resolve) => this.socket.once('lobby', () => resolve()))
  }

  async ask(event: string, ...args: readonly unknown[]): Promise<void> {
    expect(await this.socket.timeout(5000).emitWithAck(event, ...args)).to.include({ ok: true })
  }

  /** Enters a room under a name of its own: it has a member more. */
  enter(roomId: string): Promise<void> {
    return this.ask('enter', roomId, { client: `${this.socket.id}` })
  }
}

/** What a packet tells of: `R:1:2` is two members. */
function listed(packet: string): string[] {
  const [, listings] = JSON.parse(packet.slice(packet.indexOf('['))) as [string, RoomListing[]]
  return listings.map(({ id, members }) => `${id}:${members}`)
}

describe('a lobby’s list over real sockets', function () {
  this.timeout(20_000)
  const taps: Wiretap[] = []
  let server: Awaited<ReturnType<typeof startTestServer>>
  before(async () => {
    server = await startTestServer(counter, { rooms })
  })
  after(async () => {
    for (const { socket } of taps) socket.disconnect()
    await server.stop()
  })

  /** As many as are named, of whom each looks at the rooms of these positions, or at nothing. */
  async function connected(users: readonly string[], positions?: readonly number[]): Promise<Wiretap[]> {
    const made = users.map((user) => new Wiretap(server.url, user))
    taps.push(...made)
    for (const tap of made) await tap.welcomed
    for (const tap of made) if (positions) await tap.ask('look', { rooms: positions })
    return made
  }

  /** What reaches each of them while something happens, and as long as it may take to be told. */
  async function during(those: readonly Wiretap[], happen: () => Promise<unknown>): Promise<string[][]> {
    for (const tap of those) tap.packets = []
    await happen()
    await pause(LONG)
    return those.map(({ packets }) => packets)
  }

  it('is one packet for each who looks at what has changed, and none for anybody else', async () => {
    const near = await connected(['bob', 'bob', 'cid', 'dan', 'eve', 'fay'], [1, 2])
    const others = [...(await connected(['bob', 'gus'], [70])), ...(await connected(['cid', 'hal']))]
    const [player] = await connected(['player'])
    const packets = await during([...near, ...others], () => player!.enter('R:3'))
    expect(packets.map((each) => each.map(listed))).to.deep.equal([
      ...near.map(() => [['R:3:1']]),
      ...others.map(() => []),
    ])
    const far = await during([...near, ...others], () => player!.enter('R:80'))
    expect(far.map((each) => each.length)).to.deep.equal([0, 0, 0, 0, 0, 0, 1, 1, 0, 0])
  })

  it('is one packet an interval, the same for all, however many rooms change in it', async () => {
    const near = await connected(['bob', 'cid', 'dan'], [1, 2])
    const players = await connected(Array.from({ length: 20 }, (_, index) => `player:${index}`))
    const begun = performance.now()
    const packets = await during(near, () =>
      Promise.all(players.map((player, index) => player.enter(`R:${20 + (index % 10)}`))),
    )
    const most = Math.floor((performance.now() - begun) / INTERVAL) + 1
    const [first, ...rest] = packets
    for (const each of rest) expect(each).to.deep.equal(first)
    expect(first?.length).to.be.within(1, Math.min(most, players.length - 1))
    const last = new Map(first?.flatMap(listed).map((told) => [told.slice(0, -2), told]))
    expect([...last.values()].sort()).to.deep.equal(Array.from({ length: 10 }, (_, index) => `R:${20 + index}:2`))
  })

  it('[P10] is none for who may not enter the room that has changed, though they look at its part of the list', async () => {
    const near = await connected(['ann', 'bob'], [1, 10])
    const [player] = await connected(['player'])
    const [ann, bob] = await during(near, () => player!.enter('R:10'))
    expect([ann?.map(listed), bob]).to.deep.equal([[['R:10:1']], []])
  })

  it('[P6] is looked at again by itself after a lost connection, and shows what changed meanwhile and what changes then', async () => {
    const bots = new Bots<typeof counter>(server, counter.name)
    const lobby = await bots.connect('zoe')
    lobby.look(['R:61', 'R:62'])
    const [first, second, third] = await connected(['player:1', 'player:2', 'player:3'])
    await first!.enter('R:61')
    await until(lobby, (lobby) => members(lobby, 'R:61') === 1)
    const namespace = server.io.of(`/${counter.name}`)
    // She is back once something has changed that nobody can have told her.
    let letBack = (): void => {}
    const changed = new Promise<void>((resolve) => {
      letBack = resolve
    })
    namespace.use((_socket, next) => void changed.then(() => next()))
    for (const { data, conn } of namespace.sockets.values()) if (data.user.id === 'zoe') conn.close()
    await until(lobby, ({ connection }) => connection === 'offline')
    await second!.enter('R:61')
    expect(members(lobby, 'R:61')).to.equal(1)
    letBack()
    await until(lobby, (lobby) => lobby.connection === 'online' && members(lobby, 'R:61') === 2)
    await third!.enter('R:62')
    await until(lobby, (lobby) => members(lobby, 'R:62') === 1)
    bots.close()
  })
})
