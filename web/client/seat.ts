import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'
import type { EnterAnswer, EnterRequest } from '../../server/protocol/events.ts'
import { Backoff } from './backoff.ts'
import { Deferred } from './deferred.ts'
import { ANSWER_WITHIN, PATIENCE } from './patience.ts'
import type { Transport } from './transport.ts'
import { type Waking, whileAwake } from './while-awake.ts'

/** After so many milliseconds without being asked for anew a room is asked at once again. */
const CALM = 10_000

export interface SeatPorts extends Waking {
  readonly roomId: string
  readonly connection: Pick<Transport, 'request' | 'reconnect'>
  /** Whether it is entered to watch only. */
  readonly spectate: boolean
  /** The name under which the room is to meet this client, and what the client has of the room. */
  introduction(): Omit<EnterRequest, 'spectate'>
  /** In the room, and every later frame comes. The answer is what is there now. */
  entered(answer: EnterAnswer): void
  /** About to be in the room as somebody else: what there is of it was not meant for them. */
  changing(): void
  /** Not in the room, and not trying any more: refused for good, or the first entering took too long. */
  refused(error: SocDrawError): void
}

/** A way from watching to a seat, or from a seat to watching. */
interface Change {
  readonly done: Deferred
  /** Ends the wait for it. */
  readonly cancel: () => void
}

type State =
  /** No connection. */
  | { readonly kind: 'away' }
  /** Asked to enter, and not answered. */
  | { readonly kind: 'asking'; readonly cancel: () => void }
  /** Asks again when its time has come. */
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'in' }
  | { readonly kind: 'over'; readonly error: SocDrawError }

/** Keeps this client in one room, with a seat or watching: enters it, and enters it again on every new connection. */
export class Seat {
  readonly #ports: SeatPorts
  readonly #refusals = new Backoff(50, 2000)
  readonly #repeats = new Backoff(50, 2000)
  #state: State = { kind: 'away' }
  /** Why it is not in the room yet, as far as is known. */
  #trouble: WireError = new SocDrawError('CONNECTION_FAILED')
  #againAt = Number.NEGATIVE_INFINITY
  /** Ends the wait for the first entering. */
  readonly #endPatience: () => void
  /** What it asks for. */
  #spectate: boolean
  /** As what it was let in last; undefined before the first time. */
  #spectating: boolean | undefined
  #change: Change | undefined

  constructor(ports: SeatPorts) {
    this.#ports = ports
    this.#spectate = ports.spectate
    this.#endPatience = whileAwake(ports, PATIENCE, () => this.#refuse(this.#trouble))
  }

  /** Whether this client is in the room and what it has of it is up to date. */
  get in(): boolean {
    return this.#state.kind === 'in'
  }

  /** Whether one only watches: as one was let in last. */
  get spectating(): boolean {
    return this.#spectating ?? this.#spectate
  }

  /** Whether one holds a seat, and is not about to give it up. */
  get mayAct(): boolean {
    return !this.spectating && !this.#spectate
  }

  /**
   * Takes a seat, or goes on watching only: one change after the other. Resolves when it is done; before the first
   * entering at once, which then asks so. What is refused leaves everything as it was.
   * @throws SocDrawError what the server said; after 20 seconds awake `CONNECTION_FAILED`, `TIMED_OUT` or what it said last;
   * what it was stopped with
   */
  async become(spectate: boolean): Promise<void> {
    // What becomes of another change is its own caller's to know.
    while (this.#change) await this.#change.done.promise.catch(() => {})
    if (this.#state.kind === 'over') throw this.#state.error
    if (spectate === this.#spectate) return
    this.#trouble = new SocDrawError('CONNECTION_FAILED')
    if (this.#spectating === undefined) {
      this.#turn(spectate)
      return
    }
    const done = new Deferred()
    const cancel = whileAwake(this.#ports, PATIENCE, () => this.#turnBack(this.#trouble))
    this.#change = { done, cancel }
    this.#turn(spectate)
    await done.promise
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
  stop(error: SocDrawError): void {
    this.#endPatience()
    this.#endChange()?.reject(error)
    this.#become({ kind: 'over', error })
  }

  #turn(spectate: boolean): void {
    this.#spectate = spectate
    this.#ports.changing()
    if (this.#state.kind !== 'away') this.#ask()
  }

  /** The change is refused: asks for what was before, which may have been lost meanwhile. */
  #turnBack(error: WireError): void {
    const done = this.#endChange()
    this.#turn(this.spectating)
    done?.reject(new SocDrawError(error))
  }

  #endChange(): Deferred | undefined {
    const change = this.#change
    this.#change = undefined
    change?.cancel()
    return change?.done
  }

  #ask(): void {
    const { roomId, clock, connection, introduction } = this.#ports
    this.#trouble = new SocDrawError('TIMED_OUT')
    const state = { kind: 'asking', cancel: clock.setTimer(ANSWER_WITHIN, () => connection.reconnect()) } as const
    this.#become(state)
    const request = { ...introduction(), ...(this.#spectate && { spectate: true }) }
    connection.request('enter', [roomId, request], (answer) => {
      if (this.#state !== state) return
      if (answer.ok) this.#enter(answer)
      else if (answer.error.retryable) {
        this.#trouble = answer.error
        this.#askIn(this.#refusals.next())
      } else if (this.#change) this.#turnBack(answer.error)
      else this.#refuse(answer.error)
    })
  }

  #askIn(delay: number): void {
    this.#become({ kind: 'waiting', cancel: this.#ports.clock.setTimer(delay, () => this.#ask()) })
  }

  #enter(answer: EnterAnswer): void {
    this.#endPatience()
    this.#refusals.reset()
    this.#spectating = this.#spectate
    this.#become({ kind: 'in' })
    this.#ports.entered(answer)
    this.#endChange()?.resolve()
  }

  #refuse(wire: WireError): void {
    const error = new SocDrawError(wire)
    this.stop(error)
    this.#ports.refused(error)
  }

  #become(state: State): void {
    if ('cancel' in this.#state) this.#state.cancel()
    this.#state = state
  }
}
