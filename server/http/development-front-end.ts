import type { FastifyInstance } from 'fastify'
import { authorError, type ErrorSource } from './author-error.ts'
import { answerNotFound } from './error-answers.ts'
import { mayBePage } from './page-requests.ts'

/**
 * Serves the page's sources through Vite's middleware, with hot reload over `/@hmr` on the server's own port, and shows in
 * the page and the terminal what goes wrong on the server. Vite stops when `app` closes.
 */
export async function serveDevelopmentFrontEnd(
  app: FastifyInstance,
  { viteConfig, errors }: { readonly viteConfig: string; readonly errors?: ErrorSource },
): Promise<void> {
  // Only here: a production install has no Vite.
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: viteConfig,
    appType: 'spa',
    clearScreen: false,
    server: { middlewareMode: true, ws: { server: app.server, path: '/@hmr' } },
  })
  // Before the server waits for its connections to end: hot reload's sockets are among them.
  app.addHook('preClose', () => vite.close())

  errors?.((error, context) => {
    const shown = authorError(error, context)
    const { message, stack, loc } = shown
    vite.ws.send({ type: 'error', err: { ...shown, ...(loc && { id: loc.file }) } })
    vite.config.logger.error(`${message}${loc ? `\n  in ${loc.file}:${loc.line}:${loc.column}` : `\n${stack}`}`)
  })

  app.setNotFoundHandler((request, reply) => {
    if (!mayBePage(request)) return answerNotFound(request, reply)
    reply.hijack()
    vite.middlewares(request.raw, reply.raw, () => reply.raw.writeHead(404).end())
  })
}
