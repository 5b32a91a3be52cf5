import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'
import type { AnswerTo, RequestArguments, RequestName } from '../../server/protocol/events.ts'
import { Backoff } from './backoff.ts'
import { Deferred } from './deferred.ts'
import { ANSWER_WITHIN, PATIENCE } from './patience.ts'
import type { Transport } from './transport.ts'
import { type Waking, whileAwake } from './while-awake.ts'

/** What may be asked any number of times: it changes nothing. */
export type QuestionName = Extract<RequestName, 'rooms' | 'look' | 'find' | 'history'>

/** What comes of a question that is not refused. */
export type Answered<Name extends QuestionName> = Extract<AnswerTo<Name>, { ok: true }>

export interface QuestionPorts extends Waking {
  readonly connection: Pick<Transport, 'request' | 'reconnect'>
  /** The server says that this client is not in the room: the question waits until it is again. */
  outside(): void
}

type State =
  /** Not to be asked now. */
  | { readonly kind: 'away' }
  /** Asked, and not answered. */
  | { readonly kind: 'asking'; readonly cancel: () => void }
  /** Asked again when its time has come. */
  | { readonly kind: 'waiting'; readonly cancel: () => void }
  | { readonly kind: 'over' }

/** The room doesn't know this client, as after its server was started anew. */
const OUTSIDE: readonly string[] = ['NOT_A_MEMBER', 'ROOM_NOT_FOUND']

/**
 * One question to the server, asked again on every new connection, and after a refusal for now only, for 20 seconds awake
 * at most.
 */
export class Question<Name extends QuestionName> {
  readonly #ports: QuestionPorts
  readonly #name: Name
  readonly #args: RequestArguments<Name>
  readonly #backoff = new Backoff(50, 2000)
  readonly #outcome = new Deferred<Answered<Name>>()
  readonly #endPatience: () => void
  #state: State = { kind: 'away' }
  /** Why there is no answer yet, as far as is known. */
  #trouble: WireError = new SocDrawError('CONNECTION_FAILED')

  constructor(ports: QuestionPorts, name: Name, args: RequestArguments<Name>) {
    this.#ports = ports
    this.#name = name
    this.#args = args
    this.#endPatience = whileAwake(ports, PATIENCE, () => this.end(this.#trouble))
  }

  /** Rejects with `SocDrawError`. */
  get answer(): Promise<Answered<Name>> {
    return this.#outcome.promise
  }

  /** It may be asked. */
  up(): void {
    if (this.#state.kind === 'away') this.#ask()
  }

  /** The connection is lost: the answer will not come. */
  down(): void {
    if (this.#state.kind !== 'over') this.#become({ kind: 'away' })
  }

  /** Is not asked any more. */
  end(error: WireError): void {
    this.#finish()
    this.#outcome.reject(new SocDrawError(error))
  }

  #ask(): void {
    const { clock, connection } = this.#ports
    this.#trouble = new SocDrawError('TIMED_OUT')
    const state = { kind: 'asking', cancel: clock.setTimer(ANSWER_WITHIN, () => connection.reconnect()) } as const
    this.#become(state)
    connection.request(this.#name, this.#args, (answer) => {
      if (this.#state !== state) return
      if (answer.ok) {
        this.#finish()
        // The compiler does not see that the answers to one name that are `ok` are these.
        this.#outcome.resolve(answer as Answered<Name>)
      } else this.#refused(answer.error)
    })
  }

  #refused(error: WireError): void {
    this.#trouble = error
    if (OUTSIDE.includes(error.code)) {
      this.#become({ kind: 'away' })
      this.#ports.outside()
    } else if (error.retryable) {
      const cancel = this.#ports.clock.setTimer(this.#backoff.next(), () => this.#ask())
      this.#become({ kind: 'waiting', cancel })
    } else this.end(error)
  }

  #finish(): void {
    this.#endPatience()
    this.#become({ kind: 'over' })
  }

  #become(state: State): void {
    if ('cancel' in this.#state) this.#state.cancel()
    this.#state = state
  }
}
