interface Waiting {
  readonly position: number
  release(): void
  abandon(error: Error): void
}

/**
 * Holds back whatever speaks of something the log does not hold yet. A room's steps are counted as they are written;
 * what waits is released, in its order, when the log has answered for every step that was written before it.
 */
export class OutputGate {
  #written = 0
  #durable = 0
  #waiting: Waiting[] = []

  /** How many steps are on their way to the log. */
  get underway(): number {
    return this.#written - this.#durable
  }

  /** How many wait to be released. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** One more step is on its way. */
  write(): void {
    this.#written++
  }

  /**
   * Calls `release` once all that is written now is durable: at once when it is. Calls `abandon` instead when it never
   * will be.
   */
  wait(release: () => void, abandon: (error: Error) => void): void {
    if (this.underway === 0) release()
    else this.#waiting.push({ position: this.#written, release, abandon })
  }

  /** The log holds `count` more steps. */
  advance(count: number): void {
    this.#durable += count
    let ready = 0
    while (ready < this.#waiting.length && (this.#waiting[ready]?.position ?? 0) <= this.#durable) ready++
    for (const { release } of this.#waiting.splice(0, ready)) release()
  }

  /** Gives up every step that is on its way, and whatever waits for one. */
  abandon(error: Error): void {
    this.#written = this.#durable
    for (const waiting of this.#waiting.splice(0)) waiting.abandon(error)
  }
}
