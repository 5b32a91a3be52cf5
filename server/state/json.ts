import { GONE } from './gone.ts'
import { ELEMENT_SIZE, jsonSize, keySize } from './json-size.ts'
import type { Path } from './path.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A state may nest this deep: the longest path has that many elements. */
export const MAX_DEPTH = 64

/**
 * Something that can't be part of a state, or can't be done to one. The message names the place, for example
 * `state.hands["user:1"][3]: a Date is not plain JSON`.
 */
export class StateError extends Error {
  readonly path: Path
  readonly reason: string

  constructor(path: Path, reason: string, root = 'state') {
    super(`${root}${formatPath(path)}: ${reason}`)
    this.name = 'StateError'
    this.path = path
    this.reason = reason
  }
}

export interface CopyOptions {
  /** Where the value is going to stand. */
  readonly path?: Path
  readonly maxDepth?: number
  /** What the path starts from, in messages; `state` unless told. */
  readonly root?: string
  /** Refuses values whose `jsonSize` is above it. */
  readonly maxSize?: number
  /** What stands for an object that is to be copied: lets a caller look through its own wrappers. */
  readonly resolve?: (value: object) => unknown
}

/**
 * A deep copy of `value` that shares nothing with it: plain objects and dense arrays only, `-0` become `0`, parts that
 * were met twice become two, keys whose value is `undefined` are left out.
 *
 * @throws {StateError} naming the first place that isn't plain JSON, too deep, too large, or part of a cycle.
 */
export function copyJson<T>(value: T, options: CopyOptions = {}): T {
  return new Copier(options).copy(value) as T
}

/** A copy as `copyJson` makes it, with its `jsonSize`. */
export function measuredCopy(value: unknown, options: CopyOptions): { readonly copy: unknown; readonly size: number } {
  const copier = new Copier(options)
  const copy = copier.copy(value)
  return { copy, size: copier.size }
}

/** Copies like `copyJson` what is known to be JSON, and checks nothing. */
export function cloneJson<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(cloneJson) as T
  const copy: Record<string, unknown> = {}
  const record = value as Readonly<Record<string, unknown>>
  for (const key of Object.keys(record)) copy[key] = cloneJson(record[key])
  return copy as T
}

/** Names that reach an object's prototype in some code or other, and so are keys of no state. */
export function isForbiddenKey(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}

/** Why `value` can't be in a state, whatever is inside it; `null` when nothing speaks against it so far. */
export function refusal(value: unknown): string | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return null
    case 'number':
      return Number.isFinite(value) ? null : `${value} is not a JSON number`
    case 'object':
      return value === null ? null : refusalOfObject(value)
    case 'undefined':
      return 'undefined is not JSON: use null'
    default:
      return `a ${typeof value} is not plain JSON`
  }
}

function refusalOfObject(value: object): string | null {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === (Array.isArray(value) ? Array.prototype : Object.prototype) || prototype === null) return null
  const name: unknown = value.constructor?.name
  return `a ${typeof name === 'string' && name !== '' ? name : 'class instance'} is not plain JSON`
}

function formatPath(path: Path): string {
  return path
    .map((part) =>
      typeof part === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`,
    )
    .join('')
}

/** One copying walk: knows where it is, what it is inside of, and how much it has copied. */
class Copier {
  readonly #path: (string | number)[]
  readonly #options: CopyOptions
  readonly #maxDepth: number
  readonly #maxSize: number
  readonly #ancestors: object[] = []
  size = 0

  constructor(options: CopyOptions) {
    this.#options = options
    this.#path = [...(options.path ?? [])]
    this.#maxDepth = options.maxDepth ?? MAX_DEPTH
    this.#maxSize = options.maxSize ?? Number.POSITIVE_INFINITY
  }

  copy(value: unknown): unknown {
    if (typeof value === 'object' && value !== null) return this.#copyObject(value)
    this.#grow(jsonSize(value))
    if (typeof value === 'string' || typeof value === 'boolean') return value
    const reason = refusal(value)
    if (reason !== null) this.#refuse(reason)
    return value === 0 ? 0 : value
  }

  #copyObject(wrapped: object): unknown {
    const value = this.#options.resolve?.(wrapped) ?? wrapped
    if (typeof value !== 'object') return this.copy(value)
    if (value === null) return null
    const reason = refusal(value)
    if (reason !== null) this.#refuse(reason)
    if (this.#ancestors.includes(value)) this.#refuse('a cycle is not JSON')
    this.#ancestors.push(value)
    this.#grow(2)
    const copy = Array.isArray(value) ? this.#copyArray(value) : this.#copyRecord(value)
    this.#ancestors.pop()
    return copy
  }

  #copyArray(array: readonly unknown[]): unknown[] {
    const copy: unknown[] = []
    for (let index = 0; index < array.length; index++) {
      if (!(index in array)) this.#refuse(`a hole at ${index} is not JSON`)
      this.#grow(ELEMENT_SIZE)
      copy.push(this.#copyPart(index, array[index]))
    }
    if (Object.keys(array).length !== array.length) this.#refuse('an array with named properties is not JSON')
    return copy
  }

  #copyRecord(record: object): Record<string, unknown> {
    if (Object.getOwnPropertySymbols(record).length > 0) this.#refuse('a symbol is not a JSON key')
    const copy: Record<string, unknown> = {}
    for (const key of Object.keys(record)) {
      const part = (record as Record<string, unknown>)[key]
      // As in JSON, a key for no value is no key.
      if (part === GONE || part === undefined) continue
      if (isForbiddenKey(key)) this.#refuse(`${key} may not be a key`)
      this.#grow(keySize(key))
      copy[key] = this.#copyPart(key, part)
    }
    return copy
  }

  #copyPart(key: string | number, value: unknown): unknown {
    this.#path.push(key)
    if (this.#path.length > this.#maxDepth) this.#refuse(`deeper than ${this.#maxDepth} levels`)
    const copy = this.copy(value)
    this.#path.pop()
    return copy
  }

  /** Parts that are met many times could multiply beyond all bounds, so the size is watched while copying. */
  #grow(size: number): void {
    this.size += size
    if (this.size > this.#maxSize) this.#refuse(`larger than ${this.#maxSize} characters of JSON`)
  }

  #refuse(reason: string): never {
    throw new StateError([...this.#path], reason, this.#options.root)
  }
}
