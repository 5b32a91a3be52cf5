import type { Clock } from '../../../server/protocol/clock.ts'
import { Store, type Subscribable } from '../../common/store.ts'

const MINUTE = 60_000

/** Where the reader is in time: what times and days are written by. */
export interface Here {
  /** Their time zone, by name. */
  readonly zone: string
  /** Their day, as a date is written in words. */
  readonly day: string
}

/**
 * The reader's day and time zone: another value once it is another day, or they are elsewhere. Looked at every full minute,
 * at which every zone's midnight is, and whenever told to.
 */
export class LocalTime implements Subscribable {
  readonly #clock: Clock
  readonly #here: Store<Here>
  #cancel: () => void = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
    this.#here = new Store(this.#read())
    this.#wait()
  }

  get here(): Here {
    return this.#here.value
  }

  subscribe(listener: () => void): () => void {
    return this.#here.subscribe(listener)
  }

  /** A machine that slept, or a clock that was set, may have passed midnight unseen. */
  look(): void {
    const here = this.#read()
    if (here.day !== this.here.day || here.zone !== this.here.zone) this.#here.set(here)
  }

  stop(): void {
    this.#cancel()
  }

  #read(): Here {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
    return { zone: timeZone, day: new Date(this.#clock.now()).toDateString() }
  }

  #wait(): void {
    this.#cancel = this.#clock.setTimer(MINUTE - (this.#clock.now() % MINUTE), () => {
      this.look()
      this.#wait()
    })
  }
}
