import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { SocDrawError } from '../protocol/errors.ts'
import { askerOf } from './asker.ts'
import type { RoomParts } from './room-desk.ts'

/** How many rooms one user may make a minute, and how many changes to rooms they may make: people's pace, several at once. */
export const MADE_A_MINUTE = 30
export const CHANGED_A_MINUTE = 240

/** How often one user may look for rooms a minute: each time costs a look at all of them. */
export const LISTED_A_MINUTE = 120

const MINUTE = 60_000

/** A hook that refuses with `RATE_LIMITED` and `Retry-After` what one user asks beyond so many a minute. Needs `@fastify/rate-limit` on `api`. */
export function limitByUser(api: FastifyInstance, parts: RoomParts, max: number) {
  const count = api.createRateLimit({
    max,
    timeWindow: MINUTE,
    keyGenerator: async (request) => (await askerOf(request, parts)).id,
  })
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const result = await count(request)
    if (result.isAllowed || !result.isExceeded) return
    reply.header('retry-after', String(result.ttlInSeconds))
    throw new SocDrawError('RATE_LIMITED')
  }
}
