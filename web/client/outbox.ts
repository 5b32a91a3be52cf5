import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'
import type { ActAnswer, ActRequest, Answer, ClientStanding } from '../../server/protocol/events.ts'
import { MAX_NAME_LENGTH, MAX_UNANSWERED } from '../../server/protocol/limits.ts'
import type { RoomStatus } from '../../server/protocol/room-document.ts'
import { Pace } from './pace.ts'
import { packPayload } from './pack-payload.ts'
import type { Pending } from './predictor.ts'

/** How long an action that was sent may go without an answer, in milliseconds, before the connection is taken for dead. */
const ANSWER_WITHIN = 30_000

export interface OutboxPorts {
  readonly clock: Clock
  randomName(): string
  /** Asks only while the outbox is open. `answered` is called at most once. */
  send(request: ActRequest, answered: (answer: Answer<ActAnswer>) => void): void
  /** The connection seems dead. */
  reconnect(): void
  /** The room doesn't know what it should of this client: it must be entered again. */
  enterAgain(): void
  /** `pending` changed. */
  changed(): void
}

interface Action extends Pending {
  seq: number
  /** Whether it was ever sent under the present client name: then it may have been done. */
  sent: boolean
  /** Which sending of it is under way: the answers of all others are none. Undefined while none is. */
  sending: number | undefined
  resolve(result: unknown): void
  reject(error: SocDrawError): void
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
  #client: string
  #open = false
  /** The number of the next action that is made. */
  #next = 1
  /** The number of the next action to be sent: all unanswered ones below it are under way, none of the others is. */
  #toSend = 1
  /** By number, in order. */
  readonly #unanswered = new Map<number, Action>()
  /** Done, and waiting to be shown. */
  readonly #unseen = new Map<Action, ActAnswer>()
  #underWay = 0
  #sendings = 0
  /** Whether anything was ever sent under the present client name. */
  #used = false
  #version = 0
  #watch: { readonly cancel: () => void; readonly sending: number } | undefined
  #ended: SocDrawError | undefined

  constructor(ports: OutboxPorts) {
    this.#ports = ports
    this.#pace = new Pace(ports.clock, () => this.#send())
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
    return [...this.#unseen.keys(), ...this.#unanswered.values()]
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
      const action = { seq, name, payload: packed, madeAt, sent: false, sending: undefined, resolve, reject }
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
    this.#flush()
    return true
  }

  #take(answers: ClientStanding['answers']): void {
    for (const { seq, answer } of answers) {
      const action = this.#unanswered.get(seq)
      if (action) this.#settle(action, answer)
    }
  }

  /** Nothing is under way: what isn't told as done up to `last` never will be. False when the room misses a number. */
  #agree(last: number): boolean {
    for (const action of [...this.#unanswered.values()]) {
      if (action.seq <= last) this.#settle(action, unknownOutcome())
    }
    // A number that was answered and is unknown there: the room has begun anew with this name, or would wait for it for ever.
    return this.#lowest <= last + 1
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
    this.#version = version
    for (const [action, answer] of this.#unseen) if (answer.version <= version) this.#seen(action, answer)
    this.#pace.show(status)
    this.#flush()
  }

  /** The connection is lost: what is under way gets no answer, and waits for `resume`. */
  down(): void {
    this.#suspend()
    this.#pace.reset()
  }

  /** The room has begun another history: whether it holds what was done but is not shown yet, nobody knows. */
  newHistory(): void {
    for (const action of this.#unseen.keys()) action.reject(new SocDrawError('OUTCOME_UNKNOWN'))
    this.#unseen.clear()
    this.#ports.changed()
  }

  /** Nothing goes on: rejects what is unanswered, and whatever is pushed from now on, with `error`. */
  end(error: SocDrawError): void {
    if (!this.#ended) this.#rejectAll(error)
    this.#ended = error
    for (const [action, answer] of this.#unseen) this.#seen(action, answer)
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
    while (this.#open && !this.#pace.paused && this.#underWay < this.#pace.window && this.#toSend < this.#next) {
      const action = this.#unanswered.get(this.#toSend++)
      if (action) this.#transmit(action)
    }
    this.#watchOldest()
  }

  #transmit(action: Action): void {
    const sending = ++this.#sendings
    action.sending = sending
    action.sent = true
    this.#used = true
    this.#underWay++
    const { seq, name, payload } = action
    const confirmed = this.#lowest - 1
    const request = { client: this.#client, seq, name, payload, ...(confirmed > 0 && { confirmed }) }
    this.#ports.send(request, (answer) => {
      if (action.sending !== sending) return
      if (answer.ok) this.#answered(action, answer)
      else this.#refused(action, answer.error)
    })
  }

  #answered(action: Action, answer: Answer<ActAnswer>): void {
    this.#settle(action, answer)
    this.#pace.answered()
    this.#flush()
    this.#watchOldest()
  }

  #refused(action: Action, error: WireError): void {
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
    this.#land(action)
    this.#unanswered.delete(action.seq)
    if (!answer.ok) action.reject(new SocDrawError(answer.error))
    else if (answer.version <= this.#version) action.resolve(answer.result)
    else this.#unseen.set(action, answer)
    this.#ports.changed()
  }

  #seen(action: Action, answer: ActAnswer): void {
    this.#unseen.delete(action)
    action.resolve(answer.result)
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
    const kept = [...this.#unanswered.values()]
    this.#unanswered.clear()
    this.#client = this.#ports.randomName()
    this.#used = false
    this.#next = 1
    this.#toSend = 1
    for (const action of kept) {
      action.seq = this.#next++
      this.#unanswered.set(action.seq, action)
    }
    return false
  }

  /** Whatever is under way from number `seq` on is to be sent again. */
  #unsend(seq: number): void {
    for (const action of this.#unanswered.values()) if (action.seq >= seq) this.#land(action)
    this.#toSend = Math.min(this.#toSend, seq)
    this.#watchOldest()
  }

  #land(action: Action): void {
    if (action.sending === undefined) return
    action.sending = undefined
    this.#underWay--
  }

  #rejectAll(error: SocDrawError): void {
    this.#suspend()
    this.#pace.stop()
    for (const action of this.#unanswered.values()) action.reject(error)
    this.#unanswered.clear()
    this.#ports.changed()
  }

  /** Answers come in order, so the oldest action under way is the one whose answer is due. */
  #watchOldest(): void {
    const sending = this.#unanswered.get(this.#lowest)?.sending
    if (sending === this.#watch?.sending) return
    this.#watch?.cancel()
    this.#watch = undefined
    if (sending === undefined) return
    this.#watch = { sending, cancel: this.#ports.clock.setTimer(ANSWER_WITHIN, () => this.#ports.reconnect()) }
  }
}

function unknownOutcome(): Answer<never> {
  return { ok: false, error: new SocDrawError('OUTCOME_UNKNOWN').toJSON() }
}
