import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { soon, waitFor } from './wait-for.ts'

/** WebSocket's kinds of frame. */
export const OPCODES = { text: 1, binary: 2, close: 8, ping: 9 } as const

/**
 * A WebSocket by hand, on a bare TCP socket, that can send what no decent client would. It answers nothing by itself:
 * neither Engine.IO's pings nor a closing handshake.
 */
export class RawSocket {
  readonly #socket: Socket
  /** What has arrived and is not a whole frame yet. */
  #rest: Buffer = Buffer.alloc(0)
  /** The text messages that arrived. */
  readonly messages: string[] = []
  /** Whether the server has ended the connection: cut it, or asked to close it. */
  ended = false

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (data) => this.#take(data))
    socket.resume()
    for (const event of ['end', 'close', 'error'] as const) {
      socket.on(event, () => {
        this.ended = true
      })
    }
  }

  /** Opens a WebSocket to a server's Engine.IO. */
  static async open(url: string): Promise<RawSocket> {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    const upgraded = new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.once('data', (answer) => {
        // Until somebody takes what comes next.
        socket.pause()
        const text = answer.toString('latin1')
        if (!text.startsWith('HTTP/1.1 101')) return reject(new Error(text))
        const body = text.indexOf('\r\n\r\n') + 4
        if (body < answer.length) socket.unshift(answer.subarray(body))
        resolve()
      })
    })
    socket.write(
      [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        `Host: ${hostname}:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        '\r\n',
      ].join('\r\n'),
    )
    await soon(upgraded, 'the WebSocket was opened')
    return new RawSocket(socket)
  }

  /** Opens one, and a namespace on it as the holder of `token`. */
  static async enter(url: string, namespace: string, token: string): Promise<RawSocket> {
    const socket = await RawSocket.open(url)
    await socket.message((text) => text.startsWith('0{'))
    socket.send(`40${namespace},${JSON.stringify({ token })}`)
    await socket.message((text) => text.startsWith(`40${namespace},`))
    return socket
  }

  /** Sends a message as it stands. */
  send(message: string | Uint8Array): void {
    this.frame(typeof message === 'string' ? OPCODES.text : OPCODES.binary, Buffer.from(message))
  }

  /** Sends one frame, masked as a client's must be. */
  frame(opcode: number, payload: Buffer): void {
    const mask = randomBytes(4)
    const head = Buffer.alloc(10)
    head[0] = 0x80 | opcode
    head[1] = 0x80 | 127
    head.writeBigUInt64BE(BigInt(payload.length), 2)
    this.write(Buffer.concat([head, mask, payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]))
  }

  /** Sends bytes, whatever they are. */
  write(bytes: Uint8Array): void {
    if (!this.#socket.destroyed) this.#socket.write(bytes)
  }

  /** The first message, arrived or to come, of which `holds` is true. */
  async message(holds: (text: string) => boolean): Promise<string> {
    await waitFor(() => this.ended || this.messages.some(holds), `a message arrived with ${holds}`)
    const found = this.messages.find(holds)
    if (found === undefined) throw new Error('the server ended the connection')
    return found
  }

  /** The answer to a request that was sent with this number. */
  async answer(namespace: string, id: number): Promise<unknown> {
    const start = `43${namespace},${id}[`
    const text = await this.message((message) => message.startsWith(start))
    const [answer]: unknown[] = JSON.parse(text.slice(start.length - 1))
    return answer
  }

  /** Resolves when the server has ended the connection. */
  whenEnded(): Promise<void> {
    return waitFor(() => this.ended, 'the server ended the connection')
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, data])
    for (let frame = this.#frame(); frame; frame = this.#frame()) {
      if (frame.opcode === OPCODES.text) this.messages.push(frame.payload.toString())
      if (frame.opcode === OPCODES.close) this.ended = true
    }
  }

  /** Cuts the next whole frame off; a server's are not masked. */
  #frame(): { opcode: number; payload: Buffer } | undefined {
    const [first = 0, second = 0] = this.#rest
    const short = second & 0x7f
    const start = short === 127 ? 10 : short === 126 ? 4 : 2
    if (this.#rest.length < start) return undefined
    const length =
      short === 127 ? Number(this.#rest.readBigUInt64BE(2)) : short === 126 ? this.#rest.readUInt16BE(2) : short
    if (this.#rest.length < start + length) return undefined
    const payload = this.#rest.subarray(start, start + length)
    this.#rest = this.#rest.subarray(start + length)
    return { opcode: first & 0x0f, payload }
  }
}
