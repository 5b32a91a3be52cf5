import type { FastifyInstance } from 'fastify'
import {
  type NotReadyAnswer,
  notReadyAnswer,
  type ReadyAnswer,
  readyAnswer,
  type UpAnswer,
  upAnswer,
} from '../protocol/http-messages.ts'
import { operation } from './operation.ts'

/** Says why the server cannot serve right now; undefined when it can. Answers within about a second and does not throw. */
export type Ready = () => string | undefined | Promise<string | undefined>

/** `GET /healthz`: the process is up. `GET /readyz`: it can serve, or 503 and why not. */
export function addHealthRoutes(app: FastifyInstance, ready: Ready): void {
  app.get('/healthz', {
    schema: operation({
      id: 'isUp',
      about: 'health',
      does: 'Tells that the process is up.',
      answers: { 200: upAnswer },
    }),
    async handler(_request, reply): Promise<UpAnswer> {
      reply.header('cache-control', 'no-store')
      return { up: true }
    },
  })
  app.get('/readyz', {
    schema: operation({
      id: 'isReady',
      about: 'health',
      does: 'Tells whether it can serve, and why not.',
      answers: { 200: readyAnswer, 503: notReadyAnswer },
    }),
    async handler(_request, reply): Promise<ReadyAnswer | NotReadyAnswer> {
      const reason = await ready()
      reply.header('cache-control', 'no-store').code(reason === undefined ? 200 : 503)
      return reason === undefined ? { ready: true } : { ready: false, reason }
    },
  })
}
