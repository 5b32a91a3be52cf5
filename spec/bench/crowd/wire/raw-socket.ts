import type { IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { ComeLater } from './come-later.ts'

// Engine.IO's packets, by their first character.
const OPEN = '0'
const PING = '2'
const PONG = '3'
const MESSAGE = '4'
const OVERLOADED = 503

/**
 * A connection to a Socket.IO server that costs the load as little as can be: it answers pings, and hands on what is of
 * Socket.IO as text. When it is lost its process ends, since nothing that is measured after that would be true.
 */
export class RawSocket {
  readonly #socket: WebSocket

  private constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /**
   * Resolves once Engine.IO has opened. `hear` gets each of Socket.IO's packets from then on.
   * @throws ComeLater when the server is overloaded, and Error when it takes no connection otherwise
   */
  static open(port: number, hear: (packet: string) => void): Promise<RawSocket> {
    const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(url, { perMessageDeflate: false })
    const raw = new RawSocket(socket)
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('unexpected-response', (_request, response) => {
        reject(refusalOf(response))
        socket.terminate()
      })
      socket.on('open', () =>
        socket.on('close', (code) => {
          throw new Error(`the server has closed a connection (${code})`)
        }),
      )
      socket.on('message', (data: Buffer) => {
        const packet = data.toString('latin1')
        if (packet.startsWith(MESSAGE)) hear(packet.slice(1))
        else if (packet === PING) socket.send(PONG)
        else if (packet.startsWith(OPEN)) resolve(raw)
      })
    })
  }

  /** Sends one of Socket.IO's packets. */
  send(packet: string): void {
    this.#socket.send(MESSAGE + packet)
  }
}

function refusalOf({ statusCode, headers }: IncomingMessage): Error {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  if (statusCode === OVERLOADED && seconds >= 0) return new ComeLater(1000 * seconds)
  return new Error(`the server takes no connection: ${statusCode}`)
}
