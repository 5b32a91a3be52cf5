import type { Clock } from '../../server/protocol/clock.ts'
import { Backoff } from './backoff.ts'
import type { Left } from './client-api.ts'
import { Deferred } from './deferred.ts'
import { ANSWER_WITHIN } from './patience.ts'
import type { Transport } from './transport.ts'

/** How many rooms may wait to be left; the earliest are given up, and their seats are freed when their grace is over. */
const MAX_WAITING = 100

const UNKNOWN: Left = { elsewhere: false }

interface Departure {
  readonly roomId: string
  readonly backoff: Backoff
  readonly done: Deferred<Left>
  /** Ends the wait for an answer, or for the next attempt. */
  cancel: () => void
}

/** The rooms that the user has left, until the server knows. */
export class Departures {
  readonly #clock: Clock
  readonly #connection: Pick<Transport, 'request' | 'reconnect'>
  readonly #waiting = new Map<string, Departure>()
  #up = false

  constructor(clock: Clock, connection: Pick<Transport, 'request' | 'reconnect'>) {
    this.#clock = clock
    this.#connection = connection
  }

  /** Tells the server, now or when the connection is back. Resolves when it has answered, and without connection at once. */
  leave(roomId: string): Promise<Left> {
    this.cancel(roomId)
    const departure = { roomId, backoff: new Backoff(50, 2000), done: new Deferred<Left>(), cancel: () => {} }
    this.#waiting.set(roomId, departure)
    const [earliest] = this.#waiting.keys()
    if (this.#waiting.size > MAX_WAITING && earliest !== undefined) this.cancel(earliest)
    if (this.#up) this.#ask(departure)
    else departure.done.resolve(UNKNOWN)
    return departure.done.promise
  }

  /** The user is about to enter the room again: nothing that was not said yet is said. */
  cancel(roomId: string): void {
    const departure = this.#waiting.get(roomId)
    if (departure) this.#finish(departure)
  }

  up(): void {
    this.#up = true
    for (const departure of this.#waiting.values()) this.#ask(departure)
  }

  down(): void {
    this.#up = false
    for (const { cancel, done } of this.#waiting.values()) {
      cancel()
      done.resolve(UNKNOWN)
    }
  }

  stop(): void {
    for (const departure of this.#waiting.values()) this.#finish(departure)
  }

  #ask(departure: Departure): void {
    departure.cancel = this.#clock.setTimer(ANSWER_WITHIN, () => this.#connection.reconnect())
    this.#connection.request('leave', [departure.roomId], (answer) => {
      if (this.#waiting.get(departure.roomId) !== departure) return
      departure.cancel()
      // Any final refusal says that there is no seat to be freed.
      if (answer.ok) return this.#finish(departure, { elsewhere: answer.elsewhere === true })
      if (!answer.error.retryable) return this.#finish(departure)
      departure.cancel = this.#clock.setTimer(departure.backoff.next(), () => this.#ask(departure))
    })
  }

  #finish(departure: Departure, left = UNKNOWN): void {
    departure.cancel()
    this.#waiting.delete(departure.roomId)
    departure.done.resolve(left)
  }
}
