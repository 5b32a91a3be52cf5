import type { Clock } from '../../../server/protocol/clock.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'

/** How long after a touch or scrolling a hand may still be about to touch, in milliseconds. */
const REST = 3_000

type Placed = Pick<HTMLElement, 'getBoundingClientRect'>
type Rail = Placed &
  EventTarget &
  Pick<HTMLElement, 'contains'> & { readonly ownerDocument: Pick<Document, 'activeElement'> }

/**
 * Whether the reader's hands are off the rail: no pointer is over it, nothing in it has the focus, nobody touches or scrolls
 * it or has just done so, and the list is not scrolled beyond its beginning. Tells when that changes.
 */
export class Hands implements Subscribable {
  readonly #rail: Rail
  readonly #list: Placed
  readonly #clock: Clock
  readonly #listeners = new Listeners()
  readonly #stop = new AbortController()
  #over = false
  #usedAt = Number.NEGATIVE_INFINITY
  #cancelRest: () => void = () => undefined

  /** @param rail what is scrolled; @param list what is read, in it */
  constructor(rail: Rail, list: Placed, clock: Clock) {
    this.#rail = rail
    this.#list = list
    this.#clock = clock
    const on = (types: readonly string[], listener: (event: Event) => void): void => {
      for (const type of types) rail.addEventListener(type, listener, { passive: true, signal: this.#stop.signal })
    }
    on(['pointerenter', 'pointermove'], (event) => this.#point(event as PointerEvent))
    on(['pointerleave'], () => this.#leave())
    on(['touchstart', 'touchmove', 'touchend', 'touchcancel', 'scroll'], () => this.#use())
    // The focus is where it goes only after this event.
    on(['focusout'], () => queueMicrotask(() => this.#listeners.notify()))
  }

  get off(): boolean {
    if (this.#over || Math.abs(this.#clock.now() - this.#usedAt) < REST) return false
    if (this.#rail.contains(this.#rail.ownerDocument.activeElement)) return false
    return this.#list.getBoundingClientRect().top >= this.#rail.getBoundingClientRect().top
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  stop(): void {
    this.#stop.abort()
    this.#cancelRest()
  }

  /** A finger is no pointer that stays. */
  #point({ pointerType }: PointerEvent): void {
    if (pointerType !== 'touch') this.#over = true
  }

  #leave(): void {
    this.#over = false
    this.#listeners.notify()
  }

  #use(): void {
    this.#usedAt = this.#clock.now()
    this.#cancelRest()
    this.#cancelRest = this.#clock.setTimer(REST, () => this.#listeners.notify())
  }
}
