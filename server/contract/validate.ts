import type { StandardSchemaV1 } from '@standard-schema/spec'

export type Validation<Output> =
  | { readonly ok: true; readonly value: Output }
  /** What is wrong, in the schema's words, with the path it concerns. */
  | { readonly ok: false; readonly message: string }

/**
 * Holds a value against a schema.
 * @throws TypeError for a schema that answers asynchronously: handlers are synchronous, and so are their schemas
 */
export function validate<Output>(schema: StandardSchemaV1<unknown, Output>, value: unknown): Validation<Output> {
  const result = schema['~standard'].validate(value)
  if (isThenable(result)) {
    abandon(result)
    throw new TypeError('a schema must not be asynchronous')
  }
  if (!result.issues) return { ok: true, value: result.value }
  return { ok: false, message: result.issues.slice(0, 3).map(inWords).join('; ') }
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Takes a promise that nobody can wait for: that it was made is the mistake which is told, not what becomes of it. */
export function abandon(promise: PromiseLike<unknown>): void {
  promise.then(undefined, () => undefined)
}

function inWords({ message, path = [] }: StandardSchemaV1.Issue): string {
  const where = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return where ? `${where}: ${message}` : message
}
