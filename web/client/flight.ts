import type { Clock } from '../../server/protocol/clock.ts'
import type { ActAnswer, ActRequest, Answer } from '../../server/protocol/events.ts'

/** How long an action that was sent may go without an answer, in milliseconds, before the connection is taken for dead. */
const ANSWER_WITHIN = 30_000

export interface FlightPorts {
  readonly clock: Clock
  /** `answered` is called at most once. */
  send(request: ActRequest, answered: (answer: Answer<ActAnswer>) => void): void
  /** The connection seems dead. */
  reconnect(): void
}

/** What can be sent, again and again. */
export interface Passenger {
  /** Which sending of it is under way: the answers of all others are none. Undefined while none is. */
  sending: number | undefined
}

/** A room's actions between being sent and being answered. */
export class Flight {
  readonly #ports: FlightPorts
  #sendings = 0
  #size = 0
  #watch: { readonly cancel: () => void; readonly sending: number } | undefined

  constructor(ports: FlightPorts) {
    this.#ports = ports
  }

  /** How many are under way. */
  get size(): number {
    return this.#size
  }

  /** Sends one. `answered` hears of this sending only, and only as long as it is under way. */
  launch(passenger: Passenger, request: ActRequest, answered: (answer: Answer<ActAnswer>) => void): void {
    const sending = ++this.#sendings
    passenger.sending = sending
    this.#size++
    this.#ports.send(request, (answer) => {
      if (passenger.sending === sending) answered(answer)
    })
  }

  /** One is not under way any more: it is answered, or is to be sent again. */
  land(passenger: Passenger): void {
    if (passenger.sending === undefined) return
    passenger.sending = undefined
    this.#size--
  }

  /** Answers come in order, so the oldest one is that whose answer is due: when it is late, the connection is dead. */
  watch(oldest: Passenger | undefined): void {
    const sending = oldest?.sending
    if (sending === this.#watch?.sending) return
    this.#watch?.cancel()
    this.#watch = undefined
    if (sending === undefined) return
    this.#watch = { sending, cancel: this.#ports.clock.setTimer(ANSWER_WITHIN, () => this.#ports.reconnect()) }
  }
}
