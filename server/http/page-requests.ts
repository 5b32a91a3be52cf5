import type { FastifyRequest } from 'fastify'

/** Whether a request that no route took can be for the page or a part of it. */
export function mayBePage({ method, url }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !/^\/(api|socket\.io)([/?]|$)/.test(url)
}
