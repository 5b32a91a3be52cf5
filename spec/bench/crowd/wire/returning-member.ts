import { WebSocket } from 'ws'
import { systemClock } from '../../../../server/machine/system-clock.ts'
import type { EnterAnswer, Frame } from '../../../../server/protocol/events.ts'
import { DELAYS, Redial } from '../../../../web/client/redial.ts'
import { alwaysAwake } from '../../../../web/client/wakefulness.ts'

/** Where a member is, and as whom. */
export interface Whereabouts {
  readonly port: number
  readonly lobby: string
  readonly token: string
  readonly room: string
  readonly client: string
}

/** What a room's answer to somebody who enters was made of. */
export type Served = 'snapshot' | 'patches'

/** Engine.IO's message that is Socket.IO's connect, event and answer. */
const [CONNECT, EVENT, ANSWER] = ['40', '42', '43']
const REFUSED = 503

/**
 * A member over a bare WebSocket, who comes back as the client library does: by its own back-off, heeding the server's word,
 * with the version that they have.
 */
export class ReturningMember {
  readonly #at: Whereabouts
  readonly #redial: Redial
  #socket: WebSocket | undefined
  #has: { epoch: string; version: number } | undefined
  #arrived: (served: Served) => void = () => {}
  #over = false
  /** How often it dialled, how often it was told to come back later, and how often a connection ended that it had. */
  attempts = 0
  refusals = 0
  losses = 0

  constructor(at: Whereabouts) {
    this.#at = at
    const ports = { clock: systemClock, wakefulness: alwaysAwake, random: Math.random, ...DELAYS }
    this.#redial = new Redial({ ...ports, dial: () => this.#dial() })
  }

  /** Resolves when it is in its room. */
  arrive(): Promise<Served> {
    this.#redial.now()
    return this.#arrival()
  }

  /** The connection is cut under it. Resolves when it is back in its room. */
  cut(): Promise<Served> {
    const back = this.#arrival()
    this.#socket?.terminate()
    return back
  }

  /** Goes, and does not come back. */
  end(): void {
    this.#over = true
    this.#redial.cancel()
    this.#socket?.terminate()
  }

  #arrival(): Promise<Served> {
    return new Promise((resolve) => {
      this.#arrived = resolve
    })
  }

  #dial(): void {
    this.attempts++
    const { port } = this.#at
    const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`
    const socket = new WebSocket(url, { perMessageDeflate: false })
    this.#socket = socket
    let retryAfter: number | undefined
    let stood = false
    socket.on('open', () => {
      stood = true
      this.#redial.reset()
    })
    socket.on('unexpected-response', (_request, response) => {
      if (response.statusCode === REFUSED) this.refusals++
      retryAfter = 1000 * Number(response.headers['retry-after'] ?? Number.NaN) || undefined
      socket.terminate()
    })
    // Its end follows, and says all that matters.
    socket.on('error', () => {})
    socket.on('close', () => {
      if (stood) this.losses++
      if (!this.#over) this.#redial.later(retryAfter)
    })
    socket.on('message', (data: Buffer) => this.#hear(socket, data.toString('latin1')))
  }

  #hear(socket: WebSocket, packet: string): void {
    const { lobby, token, room, client } = this.#at
    if (packet === '2') socket.send('3')
    else if (packet.startsWith('0')) socket.send(`${CONNECT}/${lobby},${JSON.stringify({ token })}`)
    else if (packet.startsWith(CONNECT)) {
      socket.send(
        `${EVENT}/${lobby},0${JSON.stringify(['enter', room, { client, ...this.#has, ...(this.#has && { used: true }) }])}`,
      )
    } else if (packet.startsWith(ANSWER)) this.#entered(packet.slice(packet.indexOf('[')))
    else if (packet.startsWith(`${EVENT}/${lobby},["frame"`)) this.#framed(packet.slice(packet.indexOf('[')))
    else if (packet.startsWith('44')) throw new Error(`not let in: ${packet.slice(0, 300)}`)
  }

  #entered(text: string): void {
    const [answer]: [({ readonly ok: true } & EnterAnswer) | { readonly ok: false }] = JSON.parse(text)
    if (!answer.ok) throw new Error(`not let in: ${text.slice(0, 300)}`)
    const { epoch, version } = answer
    this.#has = { epoch, version }
    this.#arrived('snapshot' in answer ? 'snapshot' : 'patches')
  }

  /** A frame that does not follow what one has is none of this history. */
  #framed(text: string): void {
    const [, , { from, to }]: [string, string, Frame] = JSON.parse(text)
    if (this.#has?.version === from) this.#has.version = to
  }
}
