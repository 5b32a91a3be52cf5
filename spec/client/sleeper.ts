import type { Wakefulness } from '../../web/client/wakefulness.ts'

/** Somebody who can be put to sleep, and woken. */
export class Sleeper implements Wakefulness {
  readonly #listeners = new Set<(restored: boolean) => void>()
  awake: boolean

  constructor(awake = true) {
    this.awake = awake
  }

  /** How many wait to be woken. */
  get listeners(): number {
    return this.#listeners.size
  }

  onWake(woke: (restored: boolean) => void): () => void {
    this.#listeners.add(woke)
    return () => this.#listeners.delete(woke)
  }

  wake(restored = false): void {
    this.awake = true
    for (const listener of [...this.#listeners]) listener(restored)
  }
}
