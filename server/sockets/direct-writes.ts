import type { Socket as TcpSocket } from 'node:net'
import type { LobbySocket } from './lobby-socket.ts'

type Connection = LobbySocket['conn']

/** Writes whole frames to one WebSocket. */
export interface Sender {
  sendFrame(parts: readonly Buffer[]): void
}

/** What of Engine.IO's connection, and of `ws` below it, is used here: all but the counts by Engine.IO itself. */
interface EngineConnection {
  readonly writeBuffer: readonly unknown[]
  readonly transport: {
    readonly perMessageDeflate: unknown
    readonly socket?: WebSocket
  }
}
interface WebSocket {
  readonly readyState: number
  readonly bufferedAmount: number
  readonly _sender?: Partial<Sender>
  readonly _socket?: TcpSocket
}
const OPEN = 1

/**
 * The short way to a connection's WebSocket, past the queue of Engine.IO: for what overtakes nothing there. What a
 * connection does not take at once stays Engine.IO's to queue.
 */
export class DirectWrites {
  /** Those that have taken all that they were sent before this turn, and are given the rest of it at its end. */
  readonly #gathering = new Set<WebSocket>()

  /**
   * Whatever the connection is sent from now on in this turn of the event loop, and in what the turn has set off at once,
   * leaves in one write: an answer with the frame that follows it.
   */
  gather(conn: Connection): void {
    const socket = idleSocket(conn)
    if (!socket?._socket || this.#gathering.has(socket)) return
    if (this.#gathering.size === 0) setImmediate(() => this.#release())
    this.#gathering.add(socket)
    socket._socket.cork()
  }

  /** Undefined where something waits for the connection, or what it is sent is not only its bytes. */
  senderOf(conn: Connection): Sender | undefined {
    const socket = idleSocket(conn) ?? this.#gatheringSocket(conn)
    const sender = socket?._sender
    return typeof sender?.sendFrame === 'function' ? (sender as Sender) : undefined
  }

  #gatheringSocket(conn: Connection): WebSocket | undefined {
    if (this.#gathering.size === 0) return undefined
    const { writeBuffer, transport } = conn as unknown as EngineConnection
    const { socket } = transport
    return socket && this.#gathering.has(socket) && writeBuffer.length === 0 && isPlain(conn) ? socket : undefined
  }

  #release(): void {
    for (const { _socket: tcp } of this.#gathering) tcp?.uncork()
    this.#gathering.clear()
  }
}

/** The WebSocket that a connection is, where that has taken all that it was sent. */
function idleSocket(conn: Connection): WebSocket | undefined {
  const { transport } = conn
  if (transport.name !== 'websocket' || !transport.writable || !isPlain(conn)) return undefined
  const { socket } = (conn as unknown as EngineConnection).transport
  return socket?.bufferedAmount === 0 ? socket : undefined
}

/** Whether its bytes are all that a connection is to be given of a packet. */
function isPlain(conn: Connection): boolean {
  const { perMessageDeflate, socket } = (conn as unknown as EngineConnection).transport
  if (conn.readyState !== 'open' || perMessageDeflate || socket?.readyState !== OPEN) return false
  // Whoever listens for a connection's packets is to hear of each: Engine.IO tells them.
  return conn.listenerCount('packetCreate') === 0
}
