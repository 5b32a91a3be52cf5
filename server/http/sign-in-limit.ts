import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalUsername } from '../accounts/user-account.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { countedAddress } from './origin-of.ts'

/** Attempts a minute from one address for one username; `none` for development and specs. */
export type SignInLimit = number | 'none'

/** One address may try so many times as much in all: a whole office can sign in, nobody can go through a list of names. */
const NAMES_PER_ADDRESS = 10
const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** How many times as many may be tried to sign up in an hour as to sign in with one name in a minute. */
const SIGN_UPS = 3

/**
 * A hook that refuses further attempts with `TOO_MANY_ATTEMPTS` and `Retry-After`, right passwords too. It counts by
 * address as well as by username, so that nobody can lock somebody else out. Needs `@fastify/rate-limit` on `app`.
 */
export function limitSignIns(app: FastifyInstance, limit: number) {
  const byAddress = app.createRateLimit({
    max: limit * NAMES_PER_ADDRESS,
    timeWindow: MINUTE,
    keyGenerator: countedAddress,
  })
  const byUsername = app.createRateLimit({
    max: limit,
    timeWindow: MINUTE,
    keyGenerator: (request) => `${countedAddress(request)} ${usernameIn(request.body)}`,
  })
  return refuseBeyond([byAddress, byUsername])
}

/** A hook that refuses sign-ups beyond so many an hour from one address, tried ones too. Needs what `limitSignIns` needs. */
export function limitSignUps(app: FastifyInstance, limit: number) {
  return refuseBeyond([app.createRateLimit({ max: limit * SIGN_UPS, timeWindow: HOUR, keyGenerator: countedAddress })])
}

/** A hook that refuses to look at or use links beyond so many a minute from one address. Needs what `limitSignIns` needs. */
export function limitLinkUses(app: FastifyInstance, limit: number) {
  const byAddress = { max: limit * NAMES_PER_ADDRESS, timeWindow: MINUTE, keyGenerator: countedAddress }
  return refuseBeyond([app.createRateLimit(byAddress)])
}

type Count = ReturnType<FastifyInstance['createRateLimit']>

function refuseBeyond(counts: readonly Count[]) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    for (const count of counts) {
      const result = await count(request)
      if (result.isAllowed) continue
      // Told once: whoever goes on is refused, and would fill the log.
      if (result.remaining === 0 && !result.isExceeded)
        request.log.warn({ address: request.ip, for: result.ttlInSeconds }, 'further sign-ins will be refused')
      if (!result.isExceeded) continue
      reply.header('retry-after', String(result.ttlInSeconds))
      throw new SocDrawError('TOO_MANY_ATTEMPTS')
    }
  }
}

/** The body was validated before; the limiter only has no way of telling its type. */
function usernameIn(body: unknown): string {
  const given = typeof body === 'object' && body !== null && 'username' in body ? body.username : ''
  return canonicalUsername(String(given))
}
