import { type Container, indexNear, partOf } from './containers.ts'
import type { Place } from './place.ts'

/**
 * Stands in the live state, while a run lasts, for an object that was put in: the author's own, or a draft of another
 * part. The author goes on using that object as they would with a plain state, and nothing done to it is recorded; its
 * value when the run ends is what goes into state and patches. One slot stands in one place.
 */
export class Slot {
  readonly value: object
  /** The container that the slot stands in; `null` once it was taken out again. */
  home: Place | null
  /** The plain copy that took the slot's place in the state. */
  copy: unknown = null
  readonly #key: string | number

  constructor(value: object, home: Place, key: string | number) {
    this.value = value
    this.home = home
    this.#key = key
  }

  /** Node shows the author's object in its place, as the plain state would: whoever prints a draft sees what it holds. */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    return this.value
  }

  /** The key under which the slot stands in `container`, which is its home's. */
  keyIn(container: Container): string | number {
    if (!Array.isArray(container)) return this.#key
    return partOf(container, this.#key) === this ? this.#key : indexNear(container, this, Number(this.#key))
  }
}
