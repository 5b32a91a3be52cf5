import type { Clock } from '../../server/protocol/clock.ts'
import type { RoomStatus } from '../../server/protocol/room-document.ts'
import { Backoff } from './backoff.ts'

/** How many actions are sent ahead of their answers. */
export const WINDOW = 64
/** How often a room that is shown as not running is tried all the same, in milliseconds. */
const POLL = 2000

/** How fast an outbox may send: how many actions may be under way, and when it has to pause. */
export class Pace {
  readonly #clock: Clock
  readonly #go: () => void
  readonly #backoff = new Backoff(50, 2000)
  #window = WINDOW
  #idle = false
  #pause: { readonly cancel: () => void; readonly untilRunning: boolean } | undefined

  /** `go` is called at the end of each pause that wasn't cut short. */
  constructor(clock: Clock, go: () => void) {
    this.#clock = clock
    this.#go = go
  }

  /** How many actions may be under way: one after a refusal, and one more with each answer, so twice as many each round. */
  get window(): number {
    return this.#window
  }

  get paused(): boolean {
    return this.#pause !== undefined
  }

  /** Whether the room is shown as waiting or paused. */
  get idle(): boolean {
    return this.#idle
  }

  /** What is shown of the room now. That it runs again ends a pause that was made for this. */
  show(status: RoomStatus): void {
    this.#idle = status === 'waiting' || status === 'paused'
    if (!this.#idle && this.#pause?.untilRunning) this.stop()
  }

  /** The room is shown as idle: it is tried with one action after a while, should what is shown be wrong. */
  awaitRunning(): void {
    this.#window = 1
    this.#pauseFor(POLL, true)
  }

  answered(): void {
    this.#backoff.reset()
    this.#window = Math.min(WINDOW, this.#window + 1)
  }

  /** The server refused an action for now. */
  refused(code: string): void {
    const idle = code === 'ROOM_PAUSED' || code === 'ROOM_WAITING'
    // While the room is still shown as running, the news of the pause are on their way, or those of its end already here.
    this.#window = 1
    this.#pauseFor(idle && this.#idle ? POLL : this.#backoff.next(), idle)
  }

  /** Sends nothing for so many milliseconds. */
  hold(delay: number): void {
    if (delay > 0) this.#pauseFor(delay, false)
  }

  /** Begins anew: on a new connection, with so many actions under way. */
  reset(window: number): void {
    this.stop()
    this.#backoff.reset()
    this.#window = window
  }

  /** Ends a pause, without a word. */
  stop(): void {
    this.#pause?.cancel()
    this.#pause = undefined
  }

  #pauseFor(delay: number, untilRunning: boolean): void {
    this.stop()
    const cancel = this.#clock.setTimer(delay, () => {
      this.#pause = undefined
      this.#go()
    })
    this.#pause = { cancel, untilRunning }
  }
}
