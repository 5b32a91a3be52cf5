import type { FastifySchema } from 'fastify'
import type { z } from 'zod/mini'
import type { ErrorCode } from '../protocol/errors.ts'
import { jsonSchema } from './json-schema.ts'

/** What a route is: Fastify validates and serialises by it, and the API's document tells it. */
export interface Operation {
  /** Its name in the document, and so that of a function in clients that are made from it. */
  readonly id: string
  readonly about: 'sessions' | 'account' | 'links' | 'users' | 'rooms' | 'audit' | 'site' | 'health' | 'document'
  /** One sentence. */
  readonly does: string
  /** Whether it needs the token of a session. */
  readonly signedIn?: boolean
  readonly params?: z.ZodMiniType
  /** What stands behind the `?`: texts, each once. */
  readonly query?: z.ZodMiniType
  /** Those that say how it is done. */
  readonly headers?: z.ZodMiniType
  readonly body?: z.ZodMiniType
  /** Whether what it answers is known by an `ETag`. */
  readonly tagged?: boolean
  /** By their status; null where there is no body. Nothing else that an object has is sent. */
  readonly answers: Readonly<Record<number, z.ZodMiniType | null>>
  /** The types of an answer that is no JSON, and is sent as it is read. */
  readonly streams?: readonly string[]
  /** What it is refused with, beside what any request can be: `commonRefusals`. */
  readonly refusals?: readonly ErrorCode[]
}

/** An operation as a route's schema. */
export interface OperationSchema extends FastifySchema {
  readonly operationId: string
  /** No part of `response`: by that Fastify would serialise what a host's own hooks refuse with, which is theirs to shape. */
  readonly 'x-refusals': readonly ErrorCode[]
}

const WORDS: Readonly<Record<string, string>> = {
  200: 'As asked.',
  201: 'Made.',
  202: 'Heard.',
  204: 'Done.',
  503: 'Not now.',
}

const TAG = { type: 'string', description: 'What to name as `If-Match` to change this and nothing else.' }

export function operation({ id, about, does, signedIn = false, ...shapes }: Operation): OperationSchema {
  const { params, query, headers, body, answers, tagged = false, streams, refusals = [] } = shapes
  const response = Object.entries(answers).map(([status, schema]) => {
    const description = WORDS[status] ?? ''
    const known = tagged && { headers: { etag: TAG } }
    return [status, schema ? { description, ...jsonSchema(schema), ...known } : { description, type: 'null' }]
  })
  return {
    operationId: id,
    tags: [about],
    summary: does,
    security: signedIn ? [{ session: [] }] : [],
    ...(params && { params: jsonSchema(params) }),
    ...(query && { querystring: jsonSchema(query) }),
    ...(headers && { headers: jsonSchema(headers) }),
    ...(body && { body: jsonSchema(body) }),
    response: { ...Object.fromEntries(response), ...(streams && { 200: streamed(streams) }) },
    'x-refusals': refusals,
  }
}

function streamed(types: readonly string[]): object {
  const content = types.map((type) => [type, { schema: { type: 'string' } }])
  return { description: WORDS[200], content: Object.fromEntries(content) }
}

/** What any such request can be refused with, beside what its operation says. */
export function commonRefusals(method: string, { security, params, querystring }: FastifySchema): readonly ErrorCode[] {
  const signedIn = security !== undefined && security.length > 0
  const reads = method === 'GET'
  return [
    ...(signedIn ? (['UNAUTHENTICATED'] as const) : []),
    ...(!reads || params || querystring ? (['INVALID_MESSAGE'] as const) : []),
    // Of what changes something, the page's origin counts, and a body that nobody asked for is read too.
    ...(reads ? [] : (['FORBIDDEN', 'TOO_LARGE'] as const)),
    'INTERNAL',
  ]
}
