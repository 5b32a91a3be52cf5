import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerNotFound } from './error-answers.ts'
import { mayBePage } from './page-requests.ts'
import { placePage } from './place-page.ts'

/** Vite puts what has its content's hash in its name here, and nothing else. */
const HASHED = /^assets[\\/]/
/** What stands beside a file is sent in its place to whoever takes it: see `soc-draw/vite`. */
const COMPRESSED = ['br', 'gz']

/**
 * Serves a built page: the files that are in `folder` now and no others, and `index.html` for every address that a
 * browser opens, so that `/chat/R:1` is a link that works.
 * @param app a scope that stands at `basePath`, which has a slash at both ends
 * @throws Error when there is no build
 */
export async function serveBuiltFrontEnd(app: FastifyInstance, folder: string, basePath: string): Promise<void> {
  const root = resolve(folder)
  // The sources have an index.html too, but only a build has this folder.
  if (!existsSync(join(root, 'index.html')) || !existsSync(join(root, 'assets'))) {
    throw Object.assign(new Error(`there is no built page in ${root}: run "npm run build" first`), { code: 'NO_BUILD' })
  }
  await app.register(fastifyStatic, {
    root,
    // One route a file: a path that is not one of them never reaches the file system.
    wildcard: false,
    // The page itself is handed out below.
    index: false,
    globIgnore: ['index.html', ...COMPRESSED.map((end) => `**/*.${end}`)],
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      const forever = HASHED.test(relative(root, path))
      response.setHeader('vary', 'accept-encoding')
      response.setHeader('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const sendPage = pageSender(placePage(await readFile(join(root, 'index.html'), 'utf8'), basePath))
  for (const path of ['/', '/index.html']) app.get(path, sendPage)
  app.setNotFoundHandler((request, reply) => {
    if (!mayBePage(request, basePath) || !wantsPage(request, basePath)) return answerNotFound(request, reply)
    return sendPage(request, reply.header('vary', 'accept'))
  })
}

/** Hands out one text, which a browser asks for anew each time, and gets only where it is another one. */
function pageSender(html: string) {
  const etag = `"${createHash('sha256').update(html).digest('base64url')}"`
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    reply.header('cache-control', 'no-cache').header('etag', etag)
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send()
    return reply.type('text/html; charset=utf-8').send(html)
  }
}

/** Whether a browser opens an address, and does not just miss a file. */
function wantsPage({ headers, url }: FastifyRequest, basePath: string): boolean {
  return headers.accept?.includes('text/html') === true && !url.startsWith(`${basePath}assets/`)
}
