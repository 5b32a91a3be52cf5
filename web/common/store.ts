/** Anything that tells its listeners that it changed. The client library's lobbies and rooms are such things too. */
export interface Subscribable {
  /** Calls `listener` after each change. Returns what ends it. */
  subscribe(listener: () => void): () => void
}

/** The listeners of one thing. One that is added or ends while they are called is called from the next change on, or not again. */
export class Listeners implements Subscribable {
  readonly #listeners = new Set<() => void>()

  subscribe(listener: () => void): () => void {
    // Its own function each time, so that the same listener can listen twice and end once.
    const own = (): void => listener()
    this.#listeners.add(own)
    return () => {
      this.#listeners.delete(own)
    }
  }

  notify(): void {
    for (const listener of [...this.#listeners]) if (this.#listeners.has(listener)) listener()
  }
}

/** One value that changes as a whole. Setting the very same value is no change. */
export class Store<Value> implements Subscribable {
  #value: Value
  readonly #listeners = new Listeners()

  constructor(value: Value) {
    this.#value = value
  }

  get value(): Value {
    return this.#value
  }

  set(value: Value): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    this.#listeners.notify()
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }
}
