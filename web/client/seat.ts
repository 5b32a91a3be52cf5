import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'
import type { EnterAnswer, EnterRequest } from '../../server/protocol/events.ts'
import { Backoff } from './backoff.ts'
import type { Transport } from './transport.ts'

/** How long the first entering may take in all, in milliseconds. */
export const PATIENCE = 20_000
/** How long a request may go without an answer, in milliseconds, before the connection is taken for dead. */
export const ANSWER_WITHIN = 10_000
/** After so many milliseconds without being asked for anew a room is asked at once again. */
const CALM = 10_000

export interface SeatPorts {
  readonly roomId: string
  readonly clock: Clock
  readonly connection: Pick<Transport, 'request' | 'reconnect'>
  /** The name under which the room is to meet this client, and what the client has of the room. */
  introduction(): EnterRequest
  /** In the room, and every later frame comes. The answer is what is there now. */
  entered(answer: EnterAnswer): void
  /** Not in the room, and not trying any more: refused for good, or the first entering took too long. */
  refused(error: SocDrawError): void
}

type State =
  /** No connection. */
  | { readonly kind: 'away' }
  /** Asked to enter, and not answered. */
  | { readonly kind: 'asking'; readonly cancel: () => void }
  /** Asks again when its time has come. */
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'in' }
  | { readonly kind: 'over' }

/** Keeps this client in one room: enters it, and enters it again on every new connection. */
export class Seat {
  readonly #ports: SeatPorts
  readonly #refusals = new Backoff(50, 2000)
  readonly #repeats = new Backoff(50, 2000)
  #state: State = { kind: 'away' }
  /** Why it is not in the room yet, as far as is known. */
  #trouble: WireError = new SocDrawError('CONNECTION_FAILED')
  #againAt = Number.NEGATIVE_INFINITY
  /** Ends the wait for the first entering. */
  #endPatience: () => void

  constructor(ports: SeatPorts) {
    this.#ports = ports
    this.#endPatience = ports.clock.setTimer(PATIENCE, () => this.#refuse(this.#trouble))
  }

  /** Whether this client is in the room and what it has of it is up to date. */
  get in(): boolean {
    return this.#state.kind === 'in'
  }

  up(): void {
    if (this.#state.kind === 'away') this.#ask()
  }

  down(): void {
    if (this.#state.kind !== 'over') this.#become({ kind: 'away' })
  }

  /** Asks for the room anew: what this client has of it, or it of this client, is not right. */
  again(): void {
    if (this.#state.kind !== 'in') return
    const now = this.#ports.clock.now()
    const calm = Math.abs(now - this.#againAt) > CALM
    this.#againAt = now
    if (calm) {
      this.#repeats.reset()
      this.#ask()
    } else this.#askIn(this.#repeats.next())
  }

  /** Neither asks nor tells anything any more. */
  stop(): void {
    this.#endPatience()
    this.#become({ kind: 'over' })
  }

  #ask(): void {
    const { roomId, clock, connection, introduction } = this.#ports
    this.#trouble = new SocDrawError('TIMED_OUT')
    const state = { kind: 'asking', cancel: clock.setTimer(ANSWER_WITHIN, () => connection.reconnect()) } as const
    this.#become(state)
    connection.request('enter', [roomId, introduction()], (answer) => {
      if (this.#state !== state) return
      if (answer.ok) this.#enter(answer)
      else if (!answer.error.retryable) this.#refuse(answer.error)
      else {
        this.#trouble = answer.error
        this.#askIn(this.#refusals.next())
      }
    })
  }

  #askIn(delay: number): void {
    this.#become({ kind: 'waiting', cancel: this.#ports.clock.setTimer(delay, () => this.#ask()) })
  }

  #enter(answer: EnterAnswer): void {
    this.#endPatience()
    this.#refusals.reset()
    this.#become({ kind: 'in' })
    this.#ports.entered(answer)
  }

  #refuse(error: WireError): void {
    this.stop()
    this.#ports.refused(new SocDrawError(error))
  }

  #become(state: State): void {
    if ('cancel' in this.#state) this.#state.cancel()
    this.#state = state
  }
}
