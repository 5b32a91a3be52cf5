/** How often the event loop is asked how late it is, in milliseconds. */
const EVERY = 25

/** Tells how late the event loop is, in milliseconds, and when, by a clock that never steps. Keeps no process alive. */
export class LagWatch {
  readonly #told: (at: number, lag: number) => void
  #timer: NodeJS.Timeout | undefined

  constructor(told: (at: number, lag: number) => void) {
    this.#told = told
  }

  begin(): void {
    this.end()
    let due = performance.now() + EVERY
    this.#timer = setInterval(() => {
      const at = performance.now()
      this.#told(at, Math.max(0, at - due))
      due = at + EVERY
    }, EVERY).unref()
  }

  end(): void {
    clearInterval(this.#timer)
  }
}
