import cors, { type CorsOptions } from 'cors'
import type { FastifyInstance } from 'fastify'
import { mayCome } from '../accounts/page-origins.ts'
import { SocDrawError } from '../protocol/errors.ts'

/** What the routes take, and tell, beside what a page may send and read anyway. */
const TAKEN = ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match']
const TOLD = ['ETag', 'Retry-After']

/**
 * Lets pages of the origins that `options` allow read what this scope answers, by the same means by which Socket.IO does
 * it for polling. Does not touch what stands outside of the scope, nor a host's own headers for other origins there.
 */
export function allowOrigins(scope: FastifyInstance, options: CorsOptions): void {
  const { allowedHeaders, exposedHeaders = [] } = options
  const setHeaders = cors({
    ...options,
    // What is not given allows all.
    ...(allowedHeaders !== undefined && { allowedHeaders: [allowedHeaders, TAKEN].flat() }),
    exposedHeaders: [exposedHeaders, TOLD].flat(),
    preflightContinue: true,
  })
  scope.addHook('onRequest', (request, reply, done) => {
    setHeaders(request.raw, reply.raw, done)
  })
  // What a browser asks before it sends JSON or a token: the headers above are the answer.
  scope.options('/*', { schema: { hide: true } }, (_request, reply) => reply.code(204).send())
}

/**
 * Refuses what would change something and comes from a page that is neither of the server's own origin nor of one that
 * `options` allow, before anything else of it is looked at. Browsers keep other pages from sending JSON and tokens already:
 * this holds where one does not.
 * @throws SocDrawError `FORBIDDEN`, from the hook
 */
export function refuseOtherOrigins(scope: FastifyInstance, options: CorsOptions | undefined): void {
  scope.addHook('onRequest', async ({ method, host, headers: { origin, 'sec-fetch-site': site } }) => {
    if (isSafe(method) || (await mayCome({ origin, host, site: site?.toString() }, options))) return
    throw new SocDrawError('FORBIDDEN', 'A page of another origin may not do that here.')
  })
}

/** Whether a request by this method changes nothing. */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}
