import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerNotFound } from './error-answers.ts'
import { mayBePage } from './page-requests.ts'

/** Vite puts what has its content's hash in its name here, and nothing else. */
const HASHED = /^assets[\\/]/

/**
 * Serves a built page: the files that are in `folder` now and no others, and `index.html` for every address that a
 * browser opens, so that `/chat/R:1` is a link that works.
 * @throws Error when there is no build
 */
export async function serveBuiltFrontEnd(app: FastifyInstance, folder: string): Promise<void> {
  const root = resolve(folder)
  // The sources have an index.html too, but only a build has this folder.
  if (!existsSync(join(root, 'index.html')) || !existsSync(join(root, 'assets'))) {
    throw Object.assign(new Error(`there is no built page in ${root}: run "npm run build" first`), { code: 'NO_BUILD' })
  }
  await app.register(fastifyStatic, {
    root,
    // One route a file: a path that is not one of them never reaches the file system.
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const forever = HASHED.test(relative(root, path))
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.setNotFoundHandler((request, reply) => {
    if (!mayBePage(request) || !wantsPage(request)) return answerNotFound(request, reply)
    return reply.header('vary', 'accept').sendFile('index.html')
  })
}

/** Whether a browser opens an address, and does not just miss a file. */
function wantsPage({ headers, url }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') === true && !url.startsWith('/assets/')
}
