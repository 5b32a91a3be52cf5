import type { SocDrawError } from '../../server/protocol/errors.ts'

/** A promise that is settled from outside, by the first call of `resolve` or `reject`. */
export class Deferred<Value = void> {
  // Declared before the promise, which sets them as it is made.
  resolve!: (value: Value) => void
  reject!: (error: SocDrawError) => void
  readonly promise = new Promise<Value>((resolve, reject) => {
    this.resolve = resolve
    this.reject = reject
  })
}
