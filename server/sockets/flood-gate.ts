import type { Clock } from '../protocol/clock.ts'
import type { Budget } from './budget.ts'
import type { LobbySocket } from './lobby-socket.ts'

type Connection = LobbySocket['conn']
type Transport = Connection['transport']

/** What Engine.IO tells of a packet. */
export interface Packet {
  readonly type: string
  readonly data?: string | { readonly byteLength: number }
}

interface Held {
  packets: Packet[]
  /** The next to be let on. */
  next: number
  size: number
}

type Reader = (packet: Packet) => void

/** How often what is held is let on, in milliseconds. */
const PACE = 20
/** How long a connection may be held for more than it may send, in milliseconds, before it is closed; then its user stays out as long. */
const HELD_AT_MOST = 10_000
/** Being open for less than this, in milliseconds, is no end of a flood. */
const CALM = 1000
/** How much of what had arrived already is held, in packets and in characters: what one read, or one POST, can bring. */
const HELD = { packets: 20_000, size: 2 * 1024 * 1024 }
/** How many packets it counts as that somebody comes to a lobby, or goes. */
const MOVE = 20
/** Socket.IO's packets that connect to a namespace, and that leave it. */
const MOVES: readonly unknown[] = ['0', '1']

export interface FloodGatePorts {
  readonly clock: Clock
  /** It holds its connection now, or does not any more. */
  holding(held: boolean): void
}

/**
 * Stands between a connection and all that reads it. Whoever sends more than their budget is not read from until that is
 * made good, and what has arrived already is let on at the pace that is theirs: nothing is lost, nor parsed any sooner. Who
 * goes on for long is closed.
 */
export class FloodGate {
  readonly #connection: Connection
  readonly #ports: FloodGatePorts
  budget: Budget
  /** What is held, in order; undefined while the gate is open. */
  #held: Held | undefined
  /** Since when it is shut, but for moments, and when it was last. */
  readonly #flood = { since: Number.NEGATIVE_INFINITY, until: Number.NEGATIVE_INFINITY }
  /** What reads the transport while the gate is open. */
  #readers: readonly Reader[] = []
  /** A POST that waits until the gate is open. */
  #waiting: (() => void) | undefined

  constructor(connection: Connection, budget: Budget, ports: FloodGatePorts) {
    this.#connection = connection
    this.budget = budget
    this.#ports = ports
    connection.on('packet', (packet: Packet) => this.count(weightOf(packet), sizeOf(packet)))
  }

  /** Counts what has arrived. */
  count(packets: number, size: number): void {
    this.budget.spend(packets, size)
    if (!this.#held && this.budget.overdrawn) this.#shut()
  }

  /** Goes on when the gate is open. A second one that does not wait for the first is a flood, too. */
  pass(next: () => void): void {
    if (!this.#held) next()
    else if (this.#waiting) {
      this.#close()
      next()
    } else this.#waiting = next
  }

  #shut(): void {
    const { clock, holding } = this.#ports
    const now = clock.now()
    if (Math.abs(now - this.#flood.until) > CALM) this.#flood.since = now
    this.#held = { packets: [], next: 0, size: 0 }
    this.#intercept()
    // Held too: on the way up from polling, what arrives by WebSocket comes after it.
    this.#connection.on('upgrade', this.#intercept)
    holding(true)
    clock.setTimer(PACE, () => this.#step())
  }

  /** Takes the place of what reads the transport. */
  readonly #intercept = (): void => {
    const { transport } = this.#connection
    this.#readers = transport.listeners('packet') as Reader[]
    transport.removeAllListeners('packet')
    transport.on('packet', (packet: Packet) => this.#hold(packet))
    webSocketOf(transport)?.pause()
  }

  #hold(packet: Packet): void {
    const held = this.#held
    if (!held || this.#connection.readyState !== 'open') return
    held.packets.push(packet)
    held.size += sizeOf(packet)
    if (held.packets.length - held.next > HELD.packets || held.size > HELD.size) this.#close()
  }

  /** Lets on what the budget has room for; opens when all of it is on, and closes the connection of who never comes to that. */
  #step(): void {
    const held = this.#held
    if (!held) return
    this.#letOn(held)
    const done = held.next === held.packets.length
    if (this.#connection.readyState !== 'open') this.#end()
    else if (done && !this.budget.overdrawn) this.#open()
    else if (Math.abs(this.#ports.clock.now() - this.#flood.since) > HELD_AT_MOST) this.#close()
    else this.#ports.clock.setTimer(PACE, () => this.#step())
  }

  #letOn(held: Held): void {
    while (held.next < held.packets.length && !this.budget.overdrawn) {
      const packet = held.packets[held.next++]
      // A connection that one of them closes drops the rest by itself.
      if (packet) for (const read of this.#readers) read(packet)
    }
    if (held.next < held.packets.length) return
    held.packets = []
    held.next = held.size = 0
  }

  #open(): void {
    const { transport } = this.#connection
    transport.removeAllListeners('packet')
    for (const read of this.#readers) transport.on('packet', read)
    this.#end()
    webSocketOf(transport)?.resume()
  }

  #close(): void {
    this.budget.bar(HELD_AT_MOST)
    this.#connection.close(true)
    // It would wait for the other side's word, which is not read.
    webSocketOf(this.#connection.transport)?.terminate()
    this.#end()
  }

  #end(): void {
    if (!this.#held) return
    this.#held = undefined
    this.#flood.until = this.#ports.clock.now()
    this.#connection.off('upgrade', this.#intercept)
    this.#ports.holding(false)
    this.#waiting?.()
    this.#waiting = undefined
  }
}

function weightOf({ type, data }: Packet): number {
  return type === 'message' && typeof data === 'string' && MOVES.includes(data[0]) ? MOVE : 1
}

function sizeOf({ data }: Packet): number {
  if (data === undefined) return 0
  return typeof data === 'string' ? data.length : data.byteLength
}

/** What of a WebSocket the gate uses. */
interface WebSocket {
  pause(): void
  resume(): void
  terminate(): void
  on(event: 'ping' | 'pong', listener: () => void): void
}

/** The WebSocket below, if it is one: Engine.IO does not tell its type. */
export function webSocketOf(transport: Transport): WebSocket | undefined {
  return transport.name === 'websocket' && 'socket' in transport ? (transport.socket as WebSocket) : undefined
}
