import type { SocDrawError } from '../../server/protocol/errors.ts'
import type {
  AnswerTo,
  MessageArguments,
  MessageName,
  RequestArguments,
  RequestName,
  ServerEvent,
  ServerToClientEvents,
} from '../../server/protocol/events.ts'
import type { RoomPage, Welcome } from '../../server/protocol/listings.ts'
import type { Transport, TransportListener } from '../../web/client/transport.ts'

export interface Asked<Name extends RequestName> {
  readonly args: RequestArguments<Name>
  answer(answer: AnswerTo<Name>): void
}

/** A connection whose other end is the spec. */
export class FakeTransport implements Transport {
  /** What was asked and is not taken yet, in order. */
  readonly asked: { readonly [Name in RequestName]: Asked<Name>[] } = {
    enter: [],
    leave: [],
    act: [],
    history: [],
    rooms: [],
    look: [],
    find: [],
  }
  /** What was told, in order. */
  readonly told: { readonly name: MessageName; readonly args: readonly unknown[] }[] = []
  reconnects = 0
  closed = false
  #connection = 0
  #isUp = false
  #listener: TransportListener | undefined

  open(listener: TransportListener): void {
    if (this.#listener && !this.closed) throw new Error('opened twice')
    this.closed = false
    this.#listener = listener
  }

  request<Name extends RequestName>(
    name: Name,
    args: RequestArguments<Name>,
    answered: (answer: AnswerTo<Name>) => void,
  ): void {
    if (!this.#isUp) throw new Error(`${name} was asked without a connection`)
    const connection = this.#connection
    this.asked[name].push({ args, answer: (answer) => connection === this.#connection && answered(answer) })
  }

  tell<Name extends MessageName>(name: Name, args: MessageArguments<Name>): void {
    if (!this.#isUp) throw new Error(`${name} was told without a connection`)
    this.told.push({ name, args })
  }

  reconnect(): void {
    this.reconnects++
  }

  close(): void {
    this.closed = true
    this.#connection++
    this.#isUp = false
  }

  up(): void {
    this.#isUp = true
    this.#connection++
    this.#listener?.up()
  }

  /** What was asked is lost, answers and all. */
  down(): void {
    this.#isUp = false
    this.#connection++
    for (const asked of Object.values(this.asked)) asked.length = 0
    this.#listener?.down()
  }

  refuse(error: SocDrawError): void {
    this.#listener?.refused(error)
  }

  send<Event extends ServerEvent>(event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void {
    this.#listener?.event(event, ...args)
  }

  /** Says who the user is, and answers the question for the first page that follows, if it does. */
  begin({ user, ...page }: Welcome & RoomPage): void {
    this.send('lobby', { user })
    const { rooms } = this.asked
    const first = rooms.findIndex(({ args }) => args[0].after === 0)
    if (first >= 0) rooms.splice(first, 1)[0]?.answer({ ok: true, ...page })
  }

  /** Takes the oldest question of this name that is not taken yet. */
  take<Name extends RequestName>(name: Name): Asked<Name> {
    const asked: Asked<Name>[] = this.asked[name]
    const oldest = asked.shift()
    if (!oldest) throw new Error(`no ${name} was asked`)
    return oldest
  }
}
