import type { StandardSchemaV1 } from '@standard-schema/spec'
import { shortened } from '../protocol/errors.ts'

export type Validation<Output> =
  | { readonly ok: true; readonly value: Output }
  /** What is wrong, in the schema's words, with the path it concerns. */
  | { readonly ok: false; readonly message: string }

/** A schema that answers by a promise: handlers are synchronous, and so are their schemas. */
export class AsynchronousSchema extends TypeError {
  override readonly name = 'AsynchronousSchema'

  constructor() {
    super('a schema must not be asynchronous')
  }
}

/** What says in words what is wrong, for schemas of zod that have no words of their own. */
export type Words = (issue: never) => string | { readonly message: string } | null | undefined

/**
 * Holds a value against a schema. The value becomes the schema's: some change it, some hand it on.
 * @throws AsynchronousSchema; what the schema itself throws
 */
export function validate<Output>(
  schema: StandardSchemaV1<unknown, Output>,
  value: unknown,
  words?: Words,
): Validation<Output> {
  const result = isOfZod(schema) ? validateByZod(schema, value, words) : schema['~standard'].validate(value)
  if (isThenable(result)) {
    abandon(result)
    throw new AsynchronousSchema()
  }
  if (!result.issues) return { ok: true, value: result.value }
  return { ok: false, message: inWords(result.issues) }
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** Takes a promise that nobody can wait for: that it was made is the mistake which is told, not what becomes of it. */
export function abandon(promise: PromiseLike<unknown>): void {
  promise.then(undefined, () => undefined)
}

/** The first three issues, each with the path that it concerns. */
export function inWords(issues: Iterable<StandardSchemaV1.Issue>): string {
  const told: string[] = []
  // Not by the methods of arrays: a library's own kind of array may make another of its kind by them, and not the same.
  for (const issue of issues) {
    if (told.length < 3) told.push(issueInWords(issue))
  }
  return shortened(told.join('; ')) || 'It is not valid.'
}

function issueInWords({ message, path }: StandardSchemaV1.Issue): string {
  const parts: string[] = []
  for (const part of path ?? []) parts.push(String(typeof part === 'object' ? part.key : part))
  const where = parts.join('.')
  const named = where === '' || message.startsWith(`${where} `) || message.startsWith(`"${where}" `)
  return named ? message : `${where}: ${message}`
}

/** A schema of zod's, of version 3 or 4. */
type ZodSchema<Output> = StandardSchemaV1<unknown, Output> & {
  /** Throws what the schema throws. `error` has its say after the schema's own words, and before zod's. */
  safeParse(
    value: unknown,
    options?: { readonly error?: Words },
  ):
    | { readonly success: true; readonly data: Output }
    | { readonly success: false; readonly error: { readonly issues: readonly StandardSchemaV1.Issue[] } }
}

function isOfZod<Output>(schema: StandardSchemaV1<unknown, Output>): schema is ZodSchema<Output> {
  return schema['~standard'].vendor === 'zod' && 'safeParse' in schema && typeof schema.safeParse === 'function'
}

/**
 * By the Standard Schema zod answers a transform that throws by a promise, having run it twice: it could not be told from
 * one that is asynchronous.
 */
function validateByZod<Output>(
  schema: ZodSchema<Output>,
  value: unknown,
  words: Words | undefined,
): StandardSchemaV1.Result<Output> {
  try {
    const result = schema.safeParse(value, words && { error: words })
    return result.success ? { value: result.data } : { issues: result.error.issues }
  } catch (error) {
    // Versions 3 and 4 have another class for it, and no name that both know.
    if (error instanceof Error && error.message.includes('during synchronous parse')) throw new AsynchronousSchema()
    throw error
  }
}
