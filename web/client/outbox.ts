import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'
import type { ActAnswer, Answer, ClientStanding } from '../../server/protocol/events.ts'
import { MAX_NAME_LENGTH, MAX_UNANSWERED } from '../../server/protocol/limits.ts'
import { packPayload } from '../../server/protocol/pack-payload.ts'
import type { RoomStatus } from '../../server/protocol/room-document.ts'
import { Flight, type FlightPorts, type Passenger } from './flight.ts'
import { Losses, neverGetsThrough, type Suspect } from './losses.ts'
import { Pace, WINDOW } from './pace.ts'
import type { Pending } from './predictor.ts'
import { type Awaited, Unseen } from './unseen.ts'

/** `send` is asked only while the outbox is open. */
export interface OutboxPorts extends FlightPorts {
  randomName(): string
  /**
   * How long to wait, in milliseconds, before anything is sent again where what is sent may be why connections are lost:
   * another time for each outbox of a connection, so that none is lost together with another's, and blamed for it.
   */
  apart(): number
  /** The room doesn't know what it should of this client: it must be entered again. */
  enterAgain(): void
  /** `pending` changed. */
  changed(): void
}

interface Action extends Awaited, Passenger, Suspect {
  seq: number
  /** Whether it was ever sent under the present client name: then it may have been done. */
  sent: boolean
}

/**
 * One room's actions on their way out. Numbers them 1, 2, 3, … under a client name, sends them in this order, and sends
 * again whatever the server left open, so that each takes effect at most once, and once if its promise resolves.
 *
 * Closed at first and after `down`: actions wait. `resume`, with what the room says of this client, opens it.
 */
export class Outbox {
  readonly #ports: OutboxPorts
  readonly #pace: Pace
  readonly #flight: Flight
  readonly #unseen = new Unseen()
  #client: string
  #open = false
  /** The number of the next action that is made. */
  #next = 1
  /** The number of the next action to be sent: all unanswered ones below it are under way, none of the others is. */
  #toSend = 1
  /** By number, in order. */
  readonly #unanswered = new Map<number, Action>()
  /** The last number under which something took effect. */
  #done = 0
  /** Whether anything was ever sent under the present client name. */
  #used = false
  readonly #losses = new Losses()
  /** How long to wait when it is opened next. */
  #apart = 0
  #ended: SocDrawError | undefined

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    this.#pace = new Pace(ports.clock, () => this.#send())
    this.#flight = new Flight(ports)
    this.#client = ports.randomName()
  }

  /** The name under which the actions are numbered. */
  get client(): string {
    return this.#client
  }

  /** How the room is to meet this client. */
  get introduction(): { readonly client: string; readonly used?: true } {
    return { client: this.#client, ...(this.#used && { used: true }) }
  }

  /** How many actions' promises are not settled. */
  get pending(): number {
    return this.#unanswered.size + this.#unseen.size
  }

  /** The actions whose effect is not known to be shown, in their order. */
  get waiting(): readonly Pending[] {
    return [...this.#unseen.actions, ...this.#unanswered.values()]
  }

  /** Resolves with the action's result, once it took effect and is shown. Rejects with `SocDrawError`. */
  push(name: string, payload: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended) throw this.#ended
      if (name.length < 1 || name.length > MAX_NAME_LENGTH) throw new SocDrawError('UNKNOWN_ACTION')
      const packed = packPayload(payload)
      if (this.pending >= MAX_UNANSWERED) throw new SocDrawError('OUTBOX_FULL')
      const seq = this.#next++
      const madeAt = this.#ports.clock.now()
      const action = { seq, name, payload: packed, madeAt, ...UNSENT, resolve, reject }
      this.#unanswered.set(seq, action)
      this.#ports.changed()
      this.#flush()
    })
  }

  /**
   * The room was entered, and says what it knows of this client. False when the outbox goes on under a new name, under
   * which the room must be entered first.
   */
  resume({ known, last, answers }: ClientStanding): boolean {
    if (this.#ended) return true
    if (!known && this.#used) return this.#forgotten()
    this.#take(answers)
    if (!this.#open && !this.#agree(last)) return this.#forgotten()
    this.#open = true
    this.#pace.hold(this.#apart)
    this.#apart = 0
    this.#flush()
    return true
  }

  #take(answers: ClientStanding['answers']): void {
    for (const { seq, answer } of answers) {
      const action = this.#unanswered.get(seq)
      if (action) this.#settle(action, answer)
    }
  }

  /**
   * Nothing is under way: what isn't told as done up to `last` never will be, and what comes after it never was. False
   * when the room misses what took effect.
   */
  #agree(last: number): boolean {
    for (const action of [...this.#unanswered.values()]) {
      if (action.seq <= last) this.#settle(action, unknownOutcome())
    }
    this.#giveUpBlamed()
    if (this.#lowest <= last + 1) return true
    // What took effect is unknown there: the room has begun anew with this name.
    if (this.#done > last) return false
    // What was refused has left its number open, and the room would wait for it for ever.
    this.#numberFrom(last + 1)
    return true
  }

  #giveUpBlamed(): void {
    const oldest = this.#unanswered.get(this.#lowest)
    if (!oldest || !neverGetsThrough(oldest)) return
    this.#settle(oldest, { ok: false, error: new SocDrawError('TOO_LARGE', NEVER_THROUGH).toJSON() })
  }

  /**
   * The room was entered to watch only, and says what it knows of this client: nothing is sent until `resume`, under
   * another name.
   */
  standAside({ known, answers }: ClientStanding): void {
    if (this.#ended) return
    if (known) this.#take(answers)
    this.giveUp(new SocDrawError('SPECTATING'))
    if (this.#next > 1) this.#rename()
  }

  /** The room takes nothing more of this client, and says what it knows: what it has done, and that the rest never will be. */
  conclude({ last, answers }: ClientStanding): void {
    this.#suspend()
    this.#take(answers)
    this.#agree(last)
  }

  /** Nobody will say what became of what was sent: rejects that with `OUTCOME_UNKNOWN`, and the rest with `error`. */
  giveUp(error: SocDrawError): void {
    this.#suspend()
    for (const action of [...this.#unanswered.values()]) {
      this.#settle(action, action.sent ? unknownOutcome() : { ok: false, error })
    }
  }

  /** What is shown of the room now. */
  show(version: number, status: RoomStatus): void {
    if (this.#unseen.show(version)) this.#ports.changed()
    this.#pace.show(status)
    this.#flush()
  }

  /**
   * The connection is lost: what is under way gets no answer, and waits for `resume`. `refused`: since something between
   * here and the server refuses what was sent.
   */
  down(refused = false): void {
    const oldest = this.#unanswered.get(this.#lowest)
    const careful = this.#losses.lost(oldest, { underWay: this.#flight.size, refused })
    this.#suspend()
    this.#pace.reset(careful ? 1 : WINDOW)
    this.#apart = careful ? this.#ports.apart() : 0
  }

  /** The room has begun another history: whether it holds what was done but is not shown yet, nobody knows. */
  newHistory(): void {
    this.#unseen.forget()
    this.#ports.changed()
  }

  /** Nothing goes on: rejects what is unanswered, and whatever is pushed from now on, with `error`. */
  end(error: SocDrawError): void {
    if (!this.#ended) this.#rejectAll(error)
    this.#ended = error
    if (this.#unseen.end()) this.#ports.changed()
  }

  get #lowest(): number {
    return this.#unanswered.keys().next().value ?? this.#next
  }

  #flush(): void {
    if (!this.#open || this.#pace.paused || this.#toSend === this.#next) return
    if (this.#pace.idle) this.#pace.awaitRunning()
    else this.#send()
  }

  #send(): void {
    while (this.#open && !this.#pace.paused && this.#flight.size < this.#pace.window && this.#toSend < this.#next) {
      const action = this.#unanswered.get(this.#toSend++)
      if (action) this.#transmit(action)
    }
    this.#watchOldest()
  }

  #transmit(action: Action): void {
    action.sent = true
    this.#used = true
    const { seq, name, payload } = action
    const confirmed = this.#lowest - 1
    const request = { client: this.#client, seq, name, payload, ...(confirmed > 0 && { confirmed }) }
    this.#flight.launch(action, request, (answer) => {
      if (answer.ok) this.#answered(action, answer)
      else this.#refused(action, answer.error)
    })
  }

  #answered(action: Action, answer: Answer<ActAnswer>): void {
    this.#losses.answered()
    this.#settle(action, answer)
    this.#pace.answered()
    this.#flush()
    this.#watchOldest()
  }

  #refused(action: Action, error: WireError): void {
    // It was judged, and not taken: nor was any earlier sending of it.
    if (error.code === 'OUT_OF_ORDER') action.sent = false
    if (error.code === 'ROOM_CLOSED') {
      // Closed is closed for ever; what was done before it is still to be shown.
      this.#ended = new SocDrawError(error)
      this.#rejectAll(this.#ended)
    } else if (this.#disowned(action, error.code)) {
      this.#suspend()
      this.#ports.enterAgain()
    } else if (error.retryable) {
      this.#unsend(action.seq)
      this.#pace.refused(error.code)
    } else this.#answered(action, { ok: false, error })
  }

  /** Whether the room and this client disagree about who is in it or what was done: its word at the next entry decides. */
  #disowned(action: Action, code: string): boolean {
    if (code === 'NOT_A_MEMBER' || code === 'ROOM_NOT_FOUND') return true
    // All earlier ones are answered, so none can be missing.
    return code === 'OUT_OF_ORDER' && action.seq === this.#lowest
  }

  /** Takes an action's answer, once and for good. */
  #settle(action: Action, answer: Answer<ActAnswer>): void {
    this.#flight.land(action)
    this.#unanswered.delete(action.seq)
    if (answer.ok) this.#done = Math.max(this.#done, action.seq)
    if (answer.ok) this.#unseen.add(action, answer)
    else action.reject(new SocDrawError(answer.error))
    this.#ports.changed()
  }

  #suspend(): void {
    this.#open = false
    this.#unsend(this.#lowest)
  }

  /** The room knows nothing of this client: nobody can say what became of what was sent. */
  #forgotten(): false {
    for (const action of [...this.#unanswered.values()]) if (action.sent) this.#settle(action, unknownOutcome())
    return this.#rename()
  }

  /** Goes on as another client: what is unanswered is numbered anew from 1. None of it was ever sent. */
  #rename(): false {
    this.#suspend()
    this.#client = this.#ports.randomName()
    this.#used = false
    this.#done = 0
    this.#numberFrom(1)
    return false
  }

  /** Numbers what is unanswered anew, from `first` on. */
  #numberFrom(first: number): void {
    const kept = [...this.#unanswered.values()]
    this.#unanswered.clear()
    this.#next = first
    this.#toSend = first
    for (const action of kept) {
      action.seq = this.#next++
      this.#unanswered.set(action.seq, action)
    }
  }

  /** Whatever is under way from number `seq` on is to be sent again. */
  #unsend(seq: number): void {
    for (const action of this.#unanswered.values()) if (action.seq >= seq) this.#flight.land(action)
    this.#toSend = Math.min(this.#toSend, seq)
    this.#watchOldest()
  }

  #rejectAll(error: SocDrawError): void {
    this.#suspend()
    this.#pace.stop()
    for (const action of this.#unanswered.values()) action.reject(error)
    this.#unanswered.clear()
    this.#ports.changed()
  }

  #watchOldest(): void {
    this.#flight.watch(this.#unanswered.get(this.#lowest))
  }
}

const UNSENT = { sent: false, sending: undefined, blame: 0 } as const
const NEVER_THROUGH = 'Something between here and the server takes no message like this one, perhaps for its size.'

function unknownOutcome(): Answer<never> {
  return { ok: false, error: new SocDrawError('OUTCOME_UNKNOWN').toJSON() }
}
