import type { FastifyInstance } from 'fastify'

/** Says why the server cannot serve right now; undefined when it can. Answers at once and does not throw. */
export type Ready = () => string | undefined

/** `GET /healthz`: the process is up. `GET /readyz`: it can serve, or 503 and why not. */
export function addHealthRoutes(app: FastifyInstance, ready: Ready): void {
  app.get('/healthz', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
    return { up: true }
  })
  app.get('/readyz', async (_request, reply) => {
    const reason = ready()
    reply.header('cache-control', 'no-store').code(reason === undefined ? 200 : 503)
    return reason === undefined ? { ready: true } : { ready: false, reason }
  })
}
