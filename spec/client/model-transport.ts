import { SocDrawError } from '../../server/protocol/errors.ts'
import type { AnswerTo, MessageName, RequestArguments, RequestName } from '../../server/protocol/events.ts'
import type { FakeClock } from '../../server/testing/fake-clock.ts'
import type { Transport, TransportListener } from '../../web/client/transport.ts'
import type { Link, ModelRoom } from './model-room.ts'

interface Line extends Link {
  /** How many more messages to the server arrive. */
  arriving: number
  /** When the last message so far arrives, each way: none overtakes another. */
  toServer: number
  toClient: number
}

/** A slow connection to a model room, which breaks when it is told to. */
export class ModelTransport implements Transport {
  readonly #room: ModelRoom
  readonly #clock: FakeClock
  readonly #random: () => number
  #listener: TransportListener | undefined
  #line: Line | undefined
  #cancelDial: () => void = () => {}

  constructor(room: ModelRoom, clock: FakeClock, random: () => number) {
    this.#room = room
    this.#clock = clock
    this.#random = random
  }

  open(listener: TransportListener): void {
    this.#listener = listener
    this.#dial()
  }

  request<Name extends RequestName>(
    name: Name,
    args: RequestArguments<Name>,
    answered: (answer: AnswerTo<Name>) => void,
  ): void {
    const line = this.#line
    if (!line) throw new Error(`${name} was asked without a connection`)
    this.#upwards(line, () => this.#serve(line, { name, args, answered }))
  }

  tell(name: MessageName): void {
    throw new Error(`the model knows nothing of ${name}`)
  }

  reconnect(): void {
    this.lose(0)
  }

  close(): void {
    this.#cut(0)
    this.#cancelDial()
    this.#listener = undefined
  }

  /** Breaks the connection; `arriving` of the messages that are on their way to the server arrive all the same, and late. */
  lose(arriving: number): void {
    if (!this.#line) return
    this.#cut(arriving)
    this.#listener?.down()
    this.#dial()
  }

  /** As `lose`, but the server does not let the client in again. */
  expel(arriving: number): void {
    if (!this.#line) return
    this.#cut(arriving)
    this.#listener?.down()
    this.#listener?.refused(new SocDrawError('UNAUTHENTICATED'))
  }

  #cut(arriving: number): void {
    if (this.#line) this.#line.arriving = arriving
    this.#line = undefined
  }

  #dial(): void {
    this.#cancelDial = this.#clock.setTimer(this.#random() * 100, () => {
      const line: Line = {
        client: undefined,
        arriving: Number.POSITIVE_INFINITY,
        toServer: 0,
        toClient: 0,
        frame: (frame) => this.#downwards(line, () => this.#listener?.event('frame', 'R:1', frame)),
      }
      this.#line = line
      this.#listener?.up()
      this.#listener?.event('lobby', { user: { id: 'u', name: 'U' } })
    })
  }

  #serve<Name extends RequestName>(
    line: Line,
    asked: { name: Name; args: RequestArguments<Name>; answered: (answer: AnswerTo<Name>) => void },
  ): void {
    const reply = (answer: AnswerTo<Name>): void => this.#downwards(line, () => asked.answered(answer))
    const handlers: {
      readonly [N in RequestName]: (args: RequestArguments<N>, reply: (answer: AnswerTo<N>) => void) => void
    } = {
      enter: ([, { client }], entered) => this.#room.enter(line, client, entered),
      act: ([, request], acted) => this.#room.act(line, request, acted),
      leave: (_, left) => left({ ok: true }),
      history: () => {
        throw new Error('the model keeps no history')
      },
      rooms: (_, told) => told({ ok: true, rooms: [], next: null }),
      look: () => {
        throw new Error('the model has no rooms to look at')
      },
      find: () => {
        throw new Error('the model has no rooms to be found')
      },
    }
    handlers[asked.name](asked.args, reply)
  }

  #upwards(line: Line, arrive: () => void): void {
    line.toServer = Math.max(line.toServer, this.#clock.now() + this.#random() * 50)
    this.#clock.setTimer(line.toServer - this.#clock.now(), () => {
      if (line.arriving-- > 0) arrive()
    })
  }

  #downwards(line: Line, arrive: () => void): void {
    line.toClient = Math.max(line.toClient, this.#clock.now() + this.#random() * 50)
    this.#clock.setTimer(line.toClient - this.#clock.now(), () => {
      if (line === this.#line) arrive()
    })
  }
}
