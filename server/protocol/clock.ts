/** Time, handed in wherever it matters, so that a whole server and its clients can run on a fake one. */
export interface Clock {
  /** Milliseconds since 1970. May step backwards, as a machine's clock may. */
  now(): number
  /**
   * Runs `callback` once, `delay` milliseconds from now or later; never at once: with 0, when all that hangs on promises
   * that are settled has run. Returns what cancels it; cancelling twice is harmless.
   */
  setTimer(delay: number, callback: () => void): () => void
}
