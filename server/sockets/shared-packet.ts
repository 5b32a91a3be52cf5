import type { DirectWrites } from './direct-writes.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

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
  sendTo({ conn }: LobbySocket, writes: DirectWrites): void {
    const { wsPreEncodedFrame: frame } = this.#options
    const sender = frame && writes.senderOf(conn)
    if (sender) sender.sendFrame(frame)
    else for (const part of this.#parts) conn.write(part, this.#options)
  }
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
