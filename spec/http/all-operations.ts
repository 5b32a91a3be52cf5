import type { FastifyInstance } from 'fastify'
import type { ApiDocument } from './api-checks.ts'

/** A route as a spec asks it. */
export interface AskedOperation {
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Its parameters as long as an address can have them. */
  readonly url: string
  /** Whether it needs a session's token. */
  readonly guarded: boolean
  /** Whether it takes a body. */
  readonly bodied: boolean
}

/**
 * Every operation that the document of a server has, so that a spec leaves none out that is added later.
 * @param room the id that stands in the addresses of rooms; one that there is not unless told
 */
export async function allOperations(app: FastifyInstance, room?: string): Promise<readonly AskedOperation[]> {
  const { paths } = (await app.inject('/api/openapi.json')).json<ApiDocument>()
  return Object.entries(paths).flatMap(([path, each]) =>
    Object.entries(each).map(([method, { operationId, security, requestBody }]) => ({
      id: operationId,
      method: method.toUpperCase() as AskedOperation['method'],
      url: (room === undefined ? path : path.replace('/rooms/{id}', `/rooms/${room}`)).replace(
        /\{\w+\}/g,
        'x'.repeat(100),
      ),
      guarded: security.length > 0,
      bodied: requestBody !== undefined,
    })),
  )
}
