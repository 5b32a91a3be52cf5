import { expect } from 'chai'
import { io, type Socket } from 'socket.io-client'
import { chat } from '../../../server/applications/chat.ts'
import type { AnyApplication } from '../../../server/contract/application.ts'
import type { SocDrawServer } from '../../../server/host/server.ts'
import type { ServerOptions } from '../../../server/host/server-options.ts'
import { Bots, until } from '../../../server/testing/bots.ts'
import { startTestServer, tokenOf } from '../../../server/testing/start-test-server.ts'
import type { Room } from '../../../web/client/client-api.ts'
import { RawSocket } from './raw-socket.ts'
import { soon } from './wait-for.ts'

/** Events with any arguments: what a client without types could send. */
interface AnyEvents {
  [event: string]: (...args: unknown[]) => void
}
export type Attacker = Socket<AnyEvents, AnyEvents>

/** An answer as it came, of which nothing is believed. */
export interface RawAnswer {
  readonly ok: boolean
  readonly error?: { readonly code: string; readonly message: string; readonly retryable: boolean }
  readonly [key: string]: unknown
}

/** A real server with two decent members in R:1, for specs that attack it. */
export class HostileGround {
  readonly server: SocDrawServer
  /** What the server reported as unexpected. */
  readonly reports: unknown[] = []
  readonly #witnesses: Room<typeof chat>[] = []
  readonly #bots: Bots<typeof chat>
  readonly #attackers: { destroy(): void }[] = []
  #said = 0

  private constructor(server: SocDrawServer) {
    this.server = server
    this.#bots = new Bots(server, 'chat')
    // The server's only voice for what nobody expected.
    server.http.log.error = (...args: unknown[]) => {
      this.reports.push(args)
    }
  }

  static async open(options: Partial<ServerOptions> = {}, ...others: AnyApplication[]): Promise<HostileGround> {
    const ground = new HostileGround(
      await startTestServer(chat, { applications: [chat, ...others], room: { players: { min: 2 } }, ...options }),
    )
    ground.#witnesses.push(...(await ground.#bots.enter('R:1', 'witness', 'other')))
    for (const room of ground.#witnesses) await until(room, ({ status }) => status === 'running')
    return ground
  }

  /** The room as a decent member sees it. */
  get room(): Room<typeof chat> {
    const [room] = this.#witnesses
    if (!room) throw new Error('there is no witness')
    return room
  }

  get texts(): string[] {
    return (this.room.state?.messages ?? []).map(({ text }) => text)
  }

  /** Connects over plain socket.io-client, which does not come back by itself. */
  async connect(userId: string, namespace = '/chat', options: object = {}): Promise<Attacker> {
    const socket = this.dial(namespace, { auth: { token: tokenOf(userId) }, ...options })
    await soon(
      new Promise<void>((resolve, reject) => {
        socket.on('connect', resolve)
        socket.on('connect_error', reject)
      }),
      `${userId} is connected`,
    )
    return socket
  }

  /** As `connect`, whatever comes of it. */
  dial(namespace: string, options: object): Attacker {
    const common = { transports: ['websocket'], forceNew: true, reconnection: false }
    const socket: Attacker = io(`${this.server.url}${namespace}`, { ...common, ...options })
    this.#attackers.push({ destroy: () => socket.disconnect() })
    return socket
  }

  /** Opens a WebSocket by hand; into the chat, when a user is given. */
  async raw(userId?: string): Promise<RawSocket> {
    const { url } = this.server
    const socket = await (userId ? RawSocket.enter(url, '/chat', tokenOf(userId)) : RawSocket.open(url))
    this.#attackers.push(socket)
    return socket
  }

  /** How many sockets are in a native room of the chat. */
  inside(native: string): number {
    return this.server.io.of('/chat').adapter.rooms.get(native)?.size ?? 0
  }

  /** Everybody else must not have noticed anything. @throws AssertionError when they have */
  async isUnharmed(): Promise<void> {
    const text = `still here ${++this.#said}`
    const [first, second] = this.#witnesses
    await soon(first!.act.say({ text }), 'a member can still act')
    await until(second!, ({ state }) => state?.messages.at(-1)?.text === text, 'the others still see it')
    expect((await fetch(`${this.server.url}/healthz`)).status).to.equal(200)
    expect(this.#witnesses.map(({ live, error, resyncs }) => ({ live, error, resyncs }))).to.deep.equal(
      this.#witnesses.map(() => ({ live: true, error: undefined, resyncs: 0 })),
    )
    expect(this.reports).to.deep.equal([])
  }

  async close(): Promise<void> {
    for (const attacker of this.#attackers) attacker.destroy()
    this.#bots.close()
    await soon(this.server.stop(), 'the server stopped', 3000)
  }
}

/** Sends an event, and resolves with its answer. */
export function ask(socket: Attacker, event: string, ...args: unknown[]): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    socket.timeout(5000).emit(event, ...args, (error: Error | null, answer: RawAnswer) => {
      if (error) reject(new Error(`${event} was never answered`))
      else resolve(answer)
    })
  })
}

/** Sends an event, and resolves with its answer's code; `ok` for none. */
export async function codeOf(socket: Attacker, event: string, ...args: unknown[]): Promise<string> {
  const { ok, error } = await ask(socket, event, ...args)
  return ok ? 'ok' : (error?.code ?? 'no code')
}
