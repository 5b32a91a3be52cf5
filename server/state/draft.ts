import { arrayMethods } from './array-methods.ts'
import type { Container } from './containers.ts'
import { DRAFT, type DraftHandle } from './draft-key.ts'
import { GONE } from './gone.ts'
import { isForbiddenKey, StateError } from './json.ts'
import { Place } from './place.ts'
import type { Recorder } from './recorder.ts'
import { Slot } from './slot.ts'

/** The drafts of one run, by the object behind them: an object has one draft, so that drafts compare as objects do. */
export type Drafts = Map<object, Draft>

/**
 * One container of the live state as the author has it in hand: `proxy` behaves as the container would, and tells the
 * run's recorder about every change.
 */
export class Draft extends Place implements DraftHandle, ProxyHandler<Container> {
  readonly proxy: Container
  readonly recorder: Recorder
  readonly #drafts: Drafts

  constructor(target: Container, parent: Place | null, key: string | number, recorder: Recorder, drafts: Drafts) {
    super(target, parent, key)
    this.recorder = recorder
    this.#drafts = drafts
    this.proxy = new Proxy(target, this)
    drafts.set(target, this)
  }

  isOpen(): boolean {
    return this.recorder.open
  }

  /** What the author gets for a raw part that stands, or until now stood, under `key`. */
  view(part: unknown, key: string | number, detached = false): unknown {
    if (typeof part !== 'object' || part === null) return part
    if (part instanceof Slot) return part.value
    let draft = this.#drafts.get(part)
    if (draft === undefined) draft = new Draft(part as Container, this, key, this.recorder, this.#drafts)
    else if (draft.parent === this) draft.key = key
    if (detached) draft.detached = true
    return draft.proxy
  }

  get(target: Container, key: string | symbol): unknown {
    if (key === DRAFT) return this
    this.#assertOpen()
    const part: unknown = inherited(target, key)
    if (typeof part === 'function') return arrayMethods.get(part) ?? part
    if (typeof part !== 'object' || typeof key === 'symbol' || key === '__proto__') return part
    return this.view(part, key)
  }

  has(target: Container, key: string | symbol): boolean {
    this.#assertOpen()
    return isGone(target, key) ? Reflect.has(Object.prototype, key) : Reflect.has(target, key)
  }

  ownKeys(target: Container): (string | symbol)[] {
    this.#assertOpen()
    return Reflect.ownKeys(target).filter((key) => !isGone(target, key))
  }

  getOwnPropertyDescriptor(target: Container, key: string | symbol): PropertyDescriptor | undefined {
    this.#assertOpen()
    if (isGone(target, key)) return undefined
    const descriptor = Reflect.getOwnPropertyDescriptor(target, key)
    if (descriptor !== undefined && typeof key === 'string') descriptor.value = this.view(descriptor.value, key)
    return descriptor
  }

  set(target: Container, key: string | symbol, value: unknown, receiver: unknown): boolean {
    this.#assertOpen()
    if (receiver !== this.proxy) this.refuse('a draft is nobody else’s prototype')
    if (typeof key === 'symbol') this.refuse('a symbol is not a JSON key')
    if (Array.isArray(target)) this.#setOfArray(target, key, value)
    else if (isForbiddenKey(key)) this.refuse(`${key} may not be a key`)
    // In JSON there is no key for it.
    else if (value === undefined) this.recorder.delete(this, key)
    else this.recorder.set(this, key, value)
    return true
  }

  deleteProperty(target: Container, key: string | symbol): boolean {
    this.#assertOpen()
    if (typeof key === 'symbol') return true
    if (!Array.isArray(target)) this.recorder.delete(this, key)
    else if (key === 'length') return false
    else if (Object.hasOwn(target, key)) this.refuse(`deleting element ${key} would leave a hole: splice it`)
    return true
  }

  defineProperty(): never {
    return this.refuse('a property of a state can be assigned, not defined')
  }

  setPrototypeOf(): never {
    return this.refuse('a part of a state has no other prototype')
  }

  preventExtensions(): never {
    return this.refuse('a part of a state can’t be frozen')
  }

  /** @throws {StateError} always, naming this place or the one under `key`. */
  refuse(reason: string, key?: string | number): never {
    throw new StateError(key === undefined ? this.knownPath() : [...this.knownPath(), key], reason)
  }

  #setOfArray(array: unknown[], key: string, value: unknown): void {
    if (key === 'length') {
      this.#setLength(array, value)
      return
    }
    const index = Number(key)
    if (!Number.isInteger(index) || index < 0 || String(index) !== key) this.refuse('an array has only elements', key)
    if (index > array.length) this.refuse('an element beyond the end would leave a hole', index)
    if (index === array.length) this.recorder.splice(this, array, index, 0, [value])
    else this.recorder.set(this, index, value)
  }

  #setLength(array: unknown[], value: unknown): void {
    const length = Number(value)
    if (!Number.isInteger(length) || length < 0) throw new RangeError('Invalid array length')
    if (length > array.length) this.refuse('a longer length would leave holes')
    this.recorder.splice(this, array, length, array.length - length, [])
  }

  #assertOpen(): void {
    if (!this.recorder.open) this.refuse('a draft used after its run has ended')
  }
}

function isGone(target: Container, key: string | symbol): boolean {
  return Reflect.get(target, key) === GONE
}

/** What stands under a key, or is inherited where nothing does. */
function inherited(target: Container, key: string | symbol): unknown {
  const part: unknown = Reflect.get(target, key)
  return part === GONE ? Reflect.get(Object.prototype, key) : part
}
