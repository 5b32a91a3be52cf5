import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

type Connection = LobbySocket['conn']

/** Socket.IO's type of a packet that is an event, and Engine.IO's of one that is a message. */
const EVENT = 2
const MESSAGE = '4'

/** The first byte of a WebSocket frame that is a whole text. */
const WHOLE_TEXT = 0x81
/** From how many bytes on a frame's length is written in two bytes more, and in eight. */
const TWO_BYTES = 126
const EIGHT_BYTES = 65_536

/**
 * One event for many sockets of a namespace: encoded once, and framed once for all WebSockets, so that each of them costs
 * one write of the same bytes. What the bytes are is Socket.IO's: only the way is shorter.
 */
export class SharedPacket {
  /** As many parts as the server's parser makes: one text, unless it is another one than Socket.IO's own. */
  readonly #parts: readonly (string | Buffer)[]
  readonly #options: { readonly compress: true; readonly wsPreEncodedFrame?: readonly [Buffer] }

  constructor({ name, server }: LobbyNamespace, event: string, args: readonly unknown[]) {
    this.#parts = server.encoder.encode({ type: EVENT, nsp: name, data: [event, ...args] })
    const [text, ...more] = this.#parts
    const framed = typeof text === 'string' && more.length === 0
    this.#options = { compress: true, ...(framed && { wsPreEncodedFrame: [frameOf(`${MESSAGE}${text}`)] }) }
  }

  /** Sends it after all that the connection was sent before. */
  sendTo({ conn }: LobbySocket): void {
    const { wsPreEncodedFrame: frame } = this.#options
    const sender = frame && idleSender(conn)
    if (sender) sender.sendFrame(frame)
    else for (const part of this.#parts) conn.write(part, this.#options)
  }
}

/** What of Engine.IO's WebSocket, and of `ws` below it, is used here: all but the counts by Engine.IO itself. */
interface WebSocketTransport {
  readonly perMessageDeflate: unknown
  readonly socket?: { readonly readyState: number; readonly bufferedAmount: number; readonly _sender?: Partial<Sender> }
}
interface Sender {
  sendFrame(parts: readonly Buffer[]): void
}
const OPEN = 1

/**
 * The sender below a WebSocket that has taken all that it was sent, and compresses nothing: what it is given now overtakes
 * nothing. Undefined for anything else, which is Engine.IO's to queue.
 */
function idleSender(conn: Connection): Sender | undefined {
  const { readyState, transport } = conn
  if (readyState !== 'open' || transport.name !== 'websocket' || !transport.writable) return undefined
  // Whoever listens for a connection's packets is to hear of each: Engine.IO tells them.
  if (conn.listenerCount('packetCreate') > 0) return undefined
  const { perMessageDeflate, socket } = transport as unknown as WebSocketTransport
  if (perMessageDeflate || socket?.readyState !== OPEN || socket.bufferedAmount !== 0) return undefined
  const { _sender: sender } = socket
  return typeof sender?.sendFrame === 'function' ? (sender as Sender) : undefined
}

/** An unmasked WebSocket frame, as servers send them (RFC 6455, 5.2). */
function frameOf(text: string): Buffer {
  const size = Buffer.byteLength(text)
  const start = size < TWO_BYTES ? 2 : size < EIGHT_BYTES ? 4 : 10
  const frame = Buffer.allocUnsafe(start + size)
  frame[0] = WHOLE_TEXT
  if (start === 2) frame[1] = size
  else if (start === 4) {
    frame[1] = 126
    frame.writeUInt16BE(size, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(size), 2)
  }
  frame.write(text, start)
  return frame
}
