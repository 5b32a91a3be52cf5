import type {
  Answer,
  AnswerTo,
  MessageArguments,
  MessageName,
  RequestArguments,
  RequestName,
  ServerToClientEvents,
} from '../../server/protocol/events.ts'
import type { Transport, TransportListener } from '../../web/client/transport.ts'
import type { Link } from './link.ts'
import type { Downwards, Upwards } from './messages.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

/** Where a page dials: a new connection to the server of the moment, or nothing while there is none. */
export interface Exchange {
  dial(page: HostileTransport): Link | undefined
  /** What the page sends. */
  arrive(link: Link, message: Upwards): void
  /** The connection breaks, if it is not broken yet; either end learns of it some time. */
  cut(link: Link): void
}

export interface HostileTransportParts {
  readonly name: string
  readonly user: string
  readonly clock: ProcessClock
  readonly random: Random
  readonly verdict: Verdict
  readonly exchange: Exchange
}

/** The page's end of a network that breaks: dials again by itself, after a while. */
export class HostileTransport implements Transport {
  readonly #parts: HostileTransportParts
  readonly #answers = new Map<number, (answer: Answer) => void>()
  /** The ids of the rooms in which it was let in last only to read. */
  readonly #reading = new Set<string>()
  #listener: TransportListener | undefined
  #link: Link | undefined
  #up = false
  #asked = 0
  #cancelDial: () => void = () => {}
  /** No page waits longer than this before it dials, in milliseconds. */
  patience = 4000

  constructor(parts: HostileTransportParts) {
    this.#parts = parts
  }

  get name(): string {
    return this.#parts.name
  }

  get user(): string {
    return this.#parts.user
  }

  get clock(): ProcessClock {
    return this.#parts.clock
  }

  /** The connection of the moment. */
  get link(): Link | undefined {
    return this.#link
  }

  /** Whether it was let into the room last only to read, and so sees what everybody may see. */
  reads(roomId: string): boolean {
    return this.#reading.has(roomId)
  }

  open(listener: TransportListener): void {
    this.#listener = listener
    this.#dialIn(0)
  }

  request<Name extends RequestName>(
    name: Name,
    args: RequestArguments<Name>,
    answered: (answer: AnswerTo<Name>) => void,
  ): void {
    const number = ++this.#asked
    // The network carries JSON; that an answer is its question's the types can't know.
    this.#answers.set(number, (answer) => {
      if (name === 'enter' && answer.ok) this.#letIn(String(args[0]), 'reads' in answer)
      answered(answer as AnswerTo<Name>)
    })
    this.#send({ kind: 'request', number, name, args })
  }

  tell<Name extends MessageName>(name: Name, args: MessageArguments<Name>): void {
    this.#send({ kind: 'tell', name, args })
  }

  reconnect(): void {
    if (this.#link) this.lost(this.#link)
  }

  close(): void {
    const link = this.#link
    const polite = this.#up && this.#parts.random.chance(0.7)
    if (polite) this.#send({ kind: 'bye' })
    else if (link) this.#parts.exchange.cut(link)
    this.#forget()
    this.#cancelDial()
    this.#listener = undefined
  }

  /** What the server sends arrives. */
  arrive(link: Link, text: string): void {
    if (link !== this.#link) return
    const message = JSON.parse(text) as Downwards
    this.#parts.verdict.note(() => `${this.name} ← ${link.id} ${text}`)
    switch (message.kind) {
      case 'welcome':
        this.#up = true
        this.#listener?.up()
        break
      case 'answer': {
        const answered = this.#answers.get(message.number)
        this.#answers.delete(message.number)
        answered?.(message.answer)
        break
      }
      case 'event':
        // As with answers: what the server sends under an event's name are the event's arguments.
        this.#listener?.event(
          message.event,
          ...(message.args as Parameters<ServerToClientEvents[typeof message.event]>),
        )
        break
    }
  }

  /** The page learns that the connection is gone, or takes it for gone. */
  lost(link: Link): void {
    if (link !== this.#link) return
    this.#parts.exchange.cut(link)
    const wasUp = this.#up
    this.#forget()
    this.#parts.verdict.note(() => `${this.name} lost ${link.id}`)
    this.#dialIn(this.#parts.random.delay(this.patience))
    if (wasUp) this.#listener?.down()
  }

  #letIn(roomId: string, reads: boolean): void {
    if (reads) this.#reading.add(roomId)
    else this.#reading.delete(roomId)
  }

  #send(message: Upwards): void {
    const link = this.#link
    if (!this.#up || !link) throw new Error(`${this.name} sends without a connection`)
    const text = JSON.stringify(message)
    this.#parts.verdict.note(() => `${this.name} → ${link.id} ${text}`)
    link.carry('up', () => this.#parts.exchange.arrive(link, JSON.parse(text) as Upwards))
  }

  #forget(): void {
    this.#link?.shut('down')
    this.#link = undefined
    this.#up = false
    this.#answers.clear()
  }

  #dialIn(delay: number): void {
    this.#cancelDial()
    this.#cancelDial = this.#parts.clock.setTimer(delay, () => {
      this.#link = this.#parts.exchange.dial(this)
      if (!this.#link) this.#dialIn(this.#parts.random.delay(this.patience) + 10)
    })
  }
}
