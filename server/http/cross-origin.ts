import cors, { type CorsOptions } from 'cors'
import type { FastifyInstance } from 'fastify'

/**
 * Lets pages of the origins that `options` allow read what this scope answers, by the same means by which Socket.IO does
 * it for polling. Does not touch what stands outside of the scope, nor a host's own headers for other origins there.
 */
export function allowOrigins(scope: FastifyInstance, options: CorsOptions): void {
  const setHeaders = cors({ ...options, preflightContinue: true })
  scope.addHook('onRequest', (request, reply, done) => {
    setHeaders(request.raw, reply.raw, done)
  })
  // What a browser asks before it sends JSON or a token: the headers above are the answer.
  scope.options('/*', { schema: { hide: true } }, (_request, reply) => reply.code(204).send())
}
