import { SocDrawError } from '../protocol/errors.ts'

/** The event loop has to be behind for so long, in milliseconds, before it is called overloaded, and in time for so long before it is not. */
const LASTING = 1000
/** Being in time for less than this, in milliseconds, ends nothing: under a load of long tasks a turn between two of them is in time. */
const BREATH = 250
/** When who is refused may come again, in milliseconds: spread, so that they do not all come at once. */
const AGAIN = { first: 1000, last: 5000 }

export interface OverloadOptions {
  /** How far behind the event loop may be, in milliseconds. */
  readonly maxLag: number
  /** A number from 0 up to 1. */
  random(): number
  /** It begins, or ends. */
  changed(lasts: boolean): void
}

/** Whether the event loop is so far behind, for so long, that nobody new is taken in: who is in goes on. */
export class Overload {
  readonly #options: OverloadOptions
  #lasts = false
  /** Since when it is behind, without a breath between, and when it was last; undefined after a breath. */
  #behind: { readonly since: number; last: number } | undefined

  constructor(options: OverloadOptions) {
    this.#options = options
  }

  get lasts(): boolean {
    return this.#lasts
  }

  /**
   * The loop had a turn, `lag` milliseconds later than it was due. To be told several times within a breath; `at` is in
   * milliseconds of a clock that never steps.
   */
  turn(at: number, lag: number): void {
    if (lag > this.#options.maxLag) this.#late(at, lag)
    else if (this.#behind && at - this.#behind.last >= (this.#lasts ? LASTING : BREATH)) {
      this.#behind = undefined
      this.#become(false)
    }
  }

  /** What somebody new is refused with. */
  refusal(): SocDrawError {
    const retryAfter = Math.round(AGAIN.first + this.#options.random() * (AGAIN.last - AGAIN.first))
    return new SocDrawError({ ...new SocDrawError('OVERLOADED').toJSON(), retryAfter })
  }

  #late(at: number, lag: number): void {
    const due = at - lag
    if (!this.#behind || due - this.#behind.last >= BREATH) this.#behind = { since: due, last: at }
    this.#behind.last = at
    if (at - this.#behind.since >= LASTING) this.#become(true)
  }

  #become(lasts: boolean): void {
    if (lasts === this.#lasts) return
    this.#lasts = lasts
    this.#options.changed(lasts)
  }
}
