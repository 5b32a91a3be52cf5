import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../protocol/clock.ts'
import { Budget, type Rates } from './budget.ts'
import { FloodGate, webSocketOf } from './flood-gate.ts'
import type { LobbyServer, LobbySocket } from './lobby-socket.ts'
import { UserBudgets } from './user-budgets.ts'

type Connection = LobbySocket['conn']

/** How much more than one connection to one lobby may send a user may: they have several of both. */
const SEVERAL = 2
/** What anybody may send, in packets: a refusal of each costs the server little, and tells its sender more than silence. */
const ANYBODYS = { rate: 2500, burst: 6000 }
/** How many may come of somebody who is nobody yet: what connects a page's lobbies, which counts more than others. */
const NOBODYS = { rate: 100, burst: 1000 }
/** The session that a request is for. */
const SESSION = /[?&]sid=([^&]+)/

/** A gate before each connection, and one budget for all of a user's. */
export class FloodGates {
  readonly #clock: Clock
  readonly #rates: Rates
  readonly #users: UserBudgets
  readonly #gates = new WeakMap<Connection, FloodGate>()
  /** Those that are shut, by the session of their connection. */
  readonly #shut = new Map<string, FloodGate>()
  /** Those that are somebody's. */
  readonly #claimed = new WeakSet<Connection>()

  /** @param limits of each application: the widest hold, since a connection may be to all of them */
  constructor(clock: Clock, limits: readonly Rates[]) {
    const widest = (key: keyof Rates): number => SEVERAL * Math.max(...limits.map((each) => each[key]))
    this.#clock = clock
    this.#rates = {
      rate: Math.max(ANYBODYS.rate, widest('rate')),
      burst: Math.max(ANYBODYS.burst, widest('burst')),
      byteRate: widest('byteRate'),
      byteBurst: widest('byteBurst'),
    }
    this.#users = new UserBudgets(clock, this.#rates)
  }

  /** Puts a gate before every connection. */
  guard(engine: LobbyServer['engine']): void {
    engine.on('connection', (connection: Connection) => this.#begin(connection))
    engine.use(({ method, url = '' }: IncomingMessage, _response: ServerResponse, next: () => void) => {
      const [, session = ''] = (method === 'POST' && SESSION.exec(url)) || []
      const gate = this.#shut.get(session)
      // Before anything of the body is read.
      if (gate) gate.pass(next)
      else next()
    })
  }

  /**
   * The connection is the user's: what they have sent over others counts, too. Returns in how many milliseconds they may come
   * where they may not now, since they make too many or were closed for a flood; 0 where they may.
   */
  claim(connection: Connection, userId: string): number {
    const gate = this.#gates.get(connection)
    if (!gate || this.#claimed.has(connection)) return 0
    this.#claimed.add(connection)
    gate.budget = this.#users.claim(userId)
    connection.once('close', () => this.#users.release(userId))
    return gate.budget.connect()
  }

  #begin(connection: Connection): void {
    const { sid: session } = connection.transport
    const holding = (held: boolean): void => {
      if (held) this.#shut.set(session, gate)
      else this.#shut.delete(session)
    }
    const budget = new Budget(this.#clock, { ...this.#rates, ...NOBODYS })
    const gate = new FloodGate(connection, budget, { clock: this.#clock, holding })
    this.#gates.set(connection, gate)
    // Nothing else tells of WebSocket's own signs of life, each of which is answered.
    const countSigns = (): void => {
      const socket = webSocketOf(connection.transport)
      socket?.on('ping', () => gate.count(1, 0))
      socket?.on('pong', () => gate.count(1, 0))
    }
    if (connection.transport.name === 'websocket') countSigns()
    else connection.once('upgrade', countSigns)
  }
}
