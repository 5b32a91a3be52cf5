import type { Clock } from '../protocol/clock.ts'
import type { RoomLimits } from '../rooms/limits.ts'
import { RateLimit } from '../rooms/lobby/rate-limit.ts'
import type { LobbySocket } from './lobby-socket.ts'

/** How many listeners one lobby has on a connection, this one's and that of `ConnectionLimit`. */
const LISTENERS = 2

/**
 * Weighs, for one lobby, all that arrives over the connections below its sockets, whichever lobby it is for, as text or
 * bytes: what is refused for it weighs too. A connection keeps what it has spent, however often it comes to the lobby anew.
 */
export class Traffic {
  readonly #limits: RoomLimits
  readonly #clock: Clock
  readonly #allowances = new WeakMap<LobbySocket['conn'], RateLimit>()

  constructor(limits: RoomLimits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  /** Returns what says whether more arrives over the socket's connection than may be sent. */
  weigh({ conn }: LobbySocket): () => boolean {
    const allowance = this.#allowances.get(conn) ?? this.#begin(conn)
    return () => allowance.overdrawn
  }

  #begin(conn: LobbySocket['conn']): RateLimit {
    const { byteRate, byteBurst } = this.#limits
    const allowance = new RateLimit(this.#clock, byteRate, byteBurst)
    this.#allowances.set(conn, allowance)
    // Node takes more than ten listeners for a leak, and a page has as many lobbies as it likes.
    conn.setMaxListeners(conn.getMaxListeners() + LISTENERS)
    conn.on('packet', ({ data }: { readonly data?: string | { readonly byteLength: number } }) => {
      if (data !== undefined) allowance.spend(typeof data === 'string' ? data.length : data.byteLength)
    })
    return allowance
  }
}
