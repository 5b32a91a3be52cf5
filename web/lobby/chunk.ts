import { Listeners, type Subscribable } from '../common/store.ts'

/** A part of the page that is there at once, or loaded when it is first needed. Tells when it has come. */
export class Chunk<Part extends object> implements Subscribable {
  readonly #source: Part | (() => Promise<Part>)
  readonly #listeners = new Listeners()
  #part: Part | undefined
  #loading: Promise<Part> | undefined

  constructor(source: Part | (() => Promise<Part>)) {
    this.#source = source
    if (typeof source !== 'function') this.#part = source
  }

  /** Undefined as long as it is not loaded. */
  get part(): Part | undefined {
    return this.#part
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /**
   * Loads it, once. What rejects is not tried again before the page is loaded anew: a bundler asks once only for the
   * styles that belong to it, so that it would come without them.
   */
  load(): Promise<Part> {
    this.#loading ??= this.#fetch()
    return this.#loading
  }

  /** Loads it before anybody asks for it. What fails is told once it is needed. */
  prefetch(): void {
    this.load().catch(() => undefined)
  }

  async #fetch(): Promise<Part> {
    const source = this.#source
    if (typeof source !== 'function') return source
    this.#part = await source()
    this.#listeners.notify()
    return this.#part
  }
}
