import type { FastifyRequest } from 'fastify'

/** What stands below the page's own path and is never a page. */
const NO_PAGE = /^(api|socket\.io)([/?]|$)/

/** Whether a request that no route took can be for the page at `basePath`, which has a slash at both ends, or a part of it. */
export function mayBePage({ method, url }: FastifyRequest, basePath: string): boolean {
  return (method === 'GET' || method === 'HEAD') && !NO_PAGE.test(url.slice(basePath.length))
}
