import { EventEmitter } from 'node:events'
import { expect } from 'chai'
import { Budget } from '../../server/sockets/budget.ts'
import { FloodGate, type Packet } from '../../server/sockets/flood-gate.ts'
import type { LobbySocket } from '../../server/sockets/lobby-socket.ts'
import { FakeClock } from '../../server/testing/fake-clock.ts'

const RATES = { rate: 100, burst: 150, byteRate: 1000, byteBurst: 2000 }

/** What Engine.IO's transport is to the gate, over a WebSocket that can be told to stop reading. */
class Transport extends EventEmitter {
  readonly name = 'websocket'
  reading = true
  terminated = false
  readonly socket = {
    pause: () => {
      this.reading = false
    },
    resume: () => {
      this.reading = true
    },
    terminate: () => {
      this.terminated = true
    },
  }
}

/** What Engine.IO's connection is to the gate: tells of each packet before it hands it on. */
class Connection extends EventEmitter {
  transport = new Transport()
  readyState = 'open'
  readonly received: unknown[] = []

  constructor() {
    super()
    this.read(this.transport)
  }

  read(transport: Transport): void {
    this.transport = transport
    transport.on('packet', (packet: Packet) => {
      if (this.readyState !== 'open') return
      this.emit('packet', packet)
      this.received.push(packet.data)
    })
  }

  close(): void {
    this.readyState = 'closed'
  }
}

describe('a flood gate', () => {
  let clock: FakeClock
  let connection: Connection
  let gate: FloodGate
  let budget: Budget
  let holds: boolean[]

  beforeEach(() => {
    clock = new FakeClock()
    connection = new Connection()
    holds = []
    budget = new Budget(clock, RATES)
    const ports = { clock, holding: (held: boolean) => holds.push(held) }
    gate = new FloodGate(connection as unknown as LobbySocket['conn'], budget, ports)
  })

  /** Sends numbered packets, as one read brings them. */
  function send(from: number, to: number, data = (index: number): string => `2${index}`): void {
    for (let index = from; index < to; index++)
      connection.transport.emit('packet', { type: 'message', data: data(index) })
  }
  const numbers = (to: number) => Array.from({ length: to }, (_, index) => `2${index}`)

  it('[P9] is open to who keeps within their budget', () => {
    for (let second = 0; second < 60; second++) {
      send(second * 90, second * 90 + 90)
      clock.advance(1000)
    }
    expect([connection.received.length, holds]).to.deep.equal([5400, []])
  })

  it('[P9] reads nothing of who sends more until that is made good, and lets on what had arrived: all of it, in order, at their pace', () => {
    send(0, 400)
    expect(connection.transport.reading).to.equal(false)
    expect(connection.received.length).to.be.within(150, 152)
    clock.advance(1000)
    expect(connection.received.length).to.be.within(240, 256)
    clock.advance(2000)
    expect(connection.received).to.deep.equal(numbers(400))
    expect([connection.transport.reading, holds]).to.deep.equal([true, [true, false]])
    send(400, 401)
    expect(connection.received).to.deep.equal(numbers(401))
  })

  it('[P9] weighs by size, too', () => {
    send(0, 5, (index) => `2${index}`.padEnd(1000, 'x'))
    expect([connection.received.length, connection.transport.reading]).to.deep.equal([3, false])
    clock.advance(1500)
    expect(connection.received.length).to.equal(4)
    clock.advance(3000)
    expect([connection.received.length, connection.transport.reading]).to.deep.equal([5, true])
  })

  it('[P9] weighs more that somebody comes to a lobby or leaves it', () => {
    send(0, 20, (index) => `${index % 2}/chat,`)
    expect(connection.received.length).to.be.within(7, 9)
  })

  it('[P9] lets nobody have more than a little looked at in one go, however much they may send', () => {
    budget = new Budget(clock, { rate: 1e6, burst: 1e6, byteRate: 1e9, byteBurst: 1e9 })
    gate.budget = budget
    send(0, 1000)
    expect(connection.received.length).to.be.within(200, 202)
    clock.advance(19)
    expect(connection.received.length).to.be.within(200, 202)
    clock.advance(100)
    expect(connection.received).to.deep.equal(numbers(1000))
  })

  it('[P9] closes who goes on, though it opens for moments, and keeps them out', () => {
    let sent = 0
    for (let second = 0; second < 12 && connection.readyState === 'open'; second++) {
      for (let tenth = 0; tenth < 10; tenth++) {
        // What is not read stays with its sender.
        if (connection.transport.reading) send(sent, (sent += 160))
        clock.advance(100)
      }
    }
    expect([connection.readyState, connection.transport.terminated]).to.deep.equal(['closed', true])
    expect(budget.connect()).to.be.above(0)
    clock.advance(10_000)
    expect(budget.connect()).to.equal(0)
  })

  it('[P9] closes who sends more than is held at once', () => {
    send(0, 25_000)
    expect(connection.readyState).to.equal('closed')
    expect(connection.received.length).to.be.below(160)
  })

  it('[P9] holds what comes over another transport meanwhile after what came before', () => {
    send(0, 200)
    connection.read(new Transport())
    connection.emit('upgrade', connection.transport)
    send(200, 300)
    expect(connection.transport.reading).to.equal(false)
    clock.advance(5000)
    expect(connection.received).to.deep.equal(numbers(300))
    expect(connection.transport.reading).to.equal(true)
  })

  it('[P9] has a POST wait until it is open, and closes who does not wait for the first', () => {
    const passed: string[] = []
    gate.pass(() => passed.push('at once'))
    send(0, 200)
    gate.pass(() => passed.push('first'))
    expect(passed).to.deep.equal(['at once'])
    clock.advance(2000)
    expect(passed).to.deep.equal(['at once', 'first'])
    send(0, 200)
    gate.pass(() => passed.push('second'))
    gate.pass(() => passed.push('third'))
    expect([connection.readyState, passed]).to.deep.equal(['closed', ['at once', 'first', 'second', 'third']])
  })

  it('is done with a connection that closes while it is shut', () => {
    send(0, 400)
    connection.close()
    clock.advance(60_000)
    expect([connection.received.length < 160, holds]).to.deep.equal([true, [true, false]])
  })
})
