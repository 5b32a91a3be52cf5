import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { SocDrawError } from '../protocol/errors.ts'
import type { ErrorAnswer } from '../protocol/http-messages.ts'

/** Answers any error that a route, hook or parser threw. What is not expected is logged, and told to nobody else. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = asRefusal(error)
  if (refusal.code === 'INTERNAL') request.log.error(error)
  // Without a time, password hashing was overrun; a limit that was reached knows better and has said so.
  if (refusal.status === 429 && !reply.hasHeader('retry-after')) {
    reply.header('retry-after', String(Math.ceil((refusal.retryAfter ?? 1000) / 1000)))
  }
  const body: ErrorAnswer = { error: refusal.toJSON() }
  return reply.code(refusal.status).header('cache-control', 'no-store').type('application/json').send(body)
}

/** As `answerError`; what a hook of the host's has thrown with a status of its own is for the host's handler to answer. */
export function answerOwnError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isHosts = !(error instanceof SocDrawError) && isFastifyError(error) && !error.validation && !isFastifys(error)
  if (isHosts) throw error
  return answerError(error, request, reply)
}

/** Answers a request that nothing is there for. */
export function answerNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return answerError(new SocDrawError('NOT_FOUND'), request, reply)
}

function asRefusal(error: unknown): SocDrawError {
  if (error instanceof SocDrawError) return error
  if (!isFastifyError(error)) return new SocDrawError('INTERNAL')
  // Says where the body differs from the schema; of the body itself it repeats nothing.
  if (error.validation) return new SocDrawError('INVALID_MESSAGE', error.message)
  switch (error.statusCode) {
    case 413:
      return new SocDrawError('TOO_LARGE')
    // A path that leads out of the page's folder answers as one that leads nowhere.
    case 403:
    case 404:
    // So does one with a part that is longer than any can be.
    case 414:
      return new SocDrawError('NOT_FOUND')
    default:
      return new SocDrawError(isAskersFault(error) ? 'INVALID_MESSAGE' : 'INTERNAL')
  }
}

/** Whether Fastify, or what serves files, has found something wrong with the request: of the host's own errors nothing is known. */
function isAskersFault({ statusCode = 500 }: FastifyError): boolean {
  return statusCode >= 400 && statusCode < 500
}

/** Whether Fastify itself, or its parser, has found something wrong. */
function isFastifys({ code }: { readonly code?: unknown }): boolean {
  return String(code).startsWith('FST_')
}

function isFastifyError(error: unknown): error is FastifyError {
  return error instanceof Error && 'statusCode' in error
}
