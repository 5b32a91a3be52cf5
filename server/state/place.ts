import { type Container, indexNear } from './containers.ts'
import type { Path } from './path.ts'

/**
 * Where a container of the live state stands. It finds itself by identity, so that its path stays right while arrays
 * around it are spliced and sorted. A container has one home: taken out of it, it is detached for the rest of the run,
 * also when it is put in again, for what is put in is a `Slot`.
 */
export class Place {
  readonly target: Container
  readonly parent: Place | null
  /** The key under which it was last seen; for an element a hint where to search first. */
  key: string | number
  detached = false

  constructor(target: Container, parent: Place | null, key: string | number) {
    this.target = target
    this.parent = parent
    this.key = key
  }

  /** The path from the root, or `null` when this isn't part of the state any more. */
  path(): (string | number)[] | null {
    if (this.detached) return null
    if (this.parent === null) return []
    const path = this.parent.path()
    path?.push(this.#currentKey(this.parent.target))
    return path
  }

  /** The path under which this was last known, for messages. */
  knownPath(): Path {
    return this.path() ?? (this.parent === null ? [] : [...this.parent.knownPath(), this.key])
  }

  #currentKey(container: Container): string | number {
    if (Array.isArray(container)) this.key = indexNear(container, this.target, Number(this.key))
    return this.key
  }
}
