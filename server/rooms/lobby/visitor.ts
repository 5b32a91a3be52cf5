import { SocDrawError } from '../../protocol/errors.ts'
import type { Connection } from '../ports.ts'
import type { RateLimit } from './rate-limit.ts'

/** As what somebody is in a room. */
export type Entry = 'enter' | 'spectate'

/** How many comings and goings one connection may have under way: a page that returns to all its rooms has few. */
const MAX_MOVES = 200

const NOWHERE: ReadonlyMap<string, Entry> = new Map()

/** A connection to a lobby, and what it is about there. Most are in few rooms, and on the way nowhere: that costs nothing. */
export class Visitor {
  readonly connection: Connection
  readonly rate: Pick<RateLimit, 'take'>
  /** Whether it is another node's connection, in rooms that run here: of the list it is told there. */
  readonly guest: boolean
  #rooms: Map<string, Entry> | undefined
  /** The last coming or going in each room that is still under way. */
  #moves: Map<string, Promise<unknown>> | undefined
  #moving = 0

  constructor(connection: Connection, rate: Pick<RateLimit, 'take'>, guest = false) {
    this.connection = connection
    this.rate = rate
    this.guest = guest
  }

  /** The rooms the connection has entered, or is entering, and as what. */
  get rooms(): ReadonlyMap<string, Entry> {
    return this.#rooms ?? NOWHERE
  }

  enter(roomId: string, as: Entry): void {
    this.#rooms ??= new Map()
    this.#rooms.set(roomId, as)
  }

  leave(roomId: string): void {
    this.#rooms?.delete(roomId)
    if (this.#rooms?.size === 0) this.#rooms = undefined
  }

  /**
   * Makes a move in a room when all earlier ones there have ended, well or not: the last one asked for holds.
   * @throws SocDrawError `RATE_LIMITED`, for too many under way
   */
  async inTurn<Result>(roomId: string, move: () => Promise<Result>): Promise<Result> {
    if (this.#moving >= MAX_MOVES) throw new SocDrawError('RATE_LIMITED')
    return this.#wait(roomId, this.#moves?.get(roomId)?.then(move, move) ?? move())
  }

  /**
   * Is being put out of a room, whatever is under way there: what is asked for next is answered when that is told, or its
   * answer would be taken for the end of what is still to be told.
   */
  putOut(roomId: string, told: Promise<void>): Promise<void> {
    this.leave(roomId)
    const before = this.#moves?.get(roomId)
    return this.#wait(roomId, before ? Promise.allSettled([before, told]).then(() => told) : told)
  }

  /** Resolves when all that is under way in a room has ended, well or not. */
  async settled(roomId: string): Promise<void> {
    await Promise.allSettled([this.#moves?.get(roomId)])
  }

  async #wait<Result>(roomId: string, turn: Promise<Result>): Promise<Result> {
    this.#moving++
    this.#moves ??= new Map()
    const moves = this.#moves
    moves.set(roomId, turn)
    try {
      return await turn
    } finally {
      this.#moving--
      if (moves.get(roomId) === turn) moves.delete(roomId)
      if (this.#moving === 0) this.#moves = undefined
    }
  }
}
