import type { Clock } from '../../../server/protocol/clock.ts'

/** The least time between two words that one is typing, in milliseconds. */
const RENEW = 3_000
/** How long one is typing after the last key, in milliseconds. */
const SILENCE = 6_000

/** Tells the others that one is typing: at the first key, again every three seconds as long as keys are pressed, and when it is over. */
export class OwnTyping {
  readonly #clock: Clock
  readonly #tell: (typing: boolean) => void
  #told = false
  /** Ends the time in which it isn't told again; undefined when that is over. */
  #cancelRest: (() => void) | undefined
  #cancelSilence: () => void = () => undefined
  /** Whether a key was pressed since it was told. */
  #again = false

  constructor(clock: Clock, tell: (typing: boolean) => void) {
    this.#clock = clock
    this.#tell = tell
  }

  /** A key was pressed, and something is written now. */
  typed(): void {
    this.#cancelSilence()
    this.#cancelSilence = this.#clock.setTimer(SILENCE, () => this.stop())
    if (this.#cancelRest === undefined) this.#tellTyping()
    else this.#again = true
  }

  /** It was sent or thrown away, or nobody writes any more. */
  stop(): void {
    this.#cancelSilence()
    this.#cancelRest?.()
    this.#cancelRest = undefined
    if (!this.#told) return
    this.#told = false
    this.#tell(false)
  }

  #tellTyping(): void {
    this.#again = false
    this.#told = true
    this.#cancelRest = this.#clock.setTimer(RENEW, () => {
      this.#cancelRest = undefined
      if (this.#again) this.#tellTyping()
    })
    this.#tell(true)
  }
}
