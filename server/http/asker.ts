import type { FastifyRequest } from 'fastify'
import { SocDrawError } from '../protocol/errors.ts'
import type { RoomOperation } from '../protocol/room-operations.ts'
import { bearerToken } from './bearer-token.ts'
import type { Asker, RoomParts } from './room-desk.ts'

/** Who a request comes from. @throws SocDrawError `UNAUTHENTICATED` */
export async function askerOf(request: FastifyRequest, { identify }: RoomParts): Promise<Asker> {
  const { cookie, ...headers } = request.headers
  const asker = await identify(bearerToken(request), { headers, address: request.ip })
  if (!asker) throw new SocDrawError('UNAUTHENTICATED')
  return asker
}

/**
 * An `onRequest` hook: nothing of the body is read of whoever is not signed in, or may not do this with the room that the
 * address names. A handler asks again: sessions and rights end while bodies are on their way.
 */
export function letDo(parts: RoomParts, operation: RoomOperation | 'make' | 'seeAll') {
  return async (request: FastifyRequest): Promise<void> => {
    const by = await askerOf(request, parts)
    await parts.desk().check(by, roomIn(request.params), operation)
  }
}

/** As `letDo`, of whoever is signed in: for what needs no right in any room. */
export function letIn(parts: RoomParts) {
  return async (request: FastifyRequest): Promise<void> => {
    await askerOf(request, parts)
  }
}

function roomIn(params: unknown): string | null {
  return typeof params === 'object' && params !== null && 'id' in params ? String(params.id) : null
}
