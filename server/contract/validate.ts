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
  if (result instanceof Promise) throw new TypeError('a payload’s schema must not be asynchronous')
  if (!result.issues) return { ok: true, value: result.value }
  return { ok: false, message: result.issues.slice(0, 3).map(inWords).join('; ') }
}

function inWords({ message, path = [] }: StandardSchemaV1.Issue): string {
  const where = path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')
  return where ? `${where}: ${message}` : message
}
