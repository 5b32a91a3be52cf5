import type { FastifyInstance } from 'fastify'
import type { Plugin, ViteDevServer } from 'vite'
import { type AuthorError, authorError, type ErrorSource } from './author-error.ts'
import { answerNotFound } from './error-answers.ts'
import { mayBePage } from './page-requests.ts'
import { basePathTag } from './place-page.ts'
import { authorErrorOf, type CompiledModule } from './view-error.ts'

/**
 * Serves the page's sources through Vite's middleware, with hot reload over `/@hmr` on the server's own port, and shows in
 * the page and the terminal what goes wrong on the server and in a view. Vite stops when `app` closes.
 * @param app a scope that stands at `basePath`, which has a slash at both ends
 */
export async function serveDevelopmentFrontEnd(
  app: FastifyInstance,
  { viteConfig, errors }: { readonly viteConfig: string; readonly errors?: ErrorSource },
  basePath: string,
): Promise<void> {
  // Only here: a production install has no Vite.
  const { createServer } = await import('vite')
  const vite = await createServer({
    configFile: viteConfig,
    appType: 'spa',
    base: basePath,
    plugins: [placing(basePath)],
    clearScreen: false,
    server: { middlewareMode: true, ws: { server: app.server, path: '/@hmr' } },
  })
  // Before the server waits for its connections to end: hot reload's sockets are among them.
  app.addHook('preClose', () => vite.close())

  const show = (page: Pick<ViteDevServer['ws'], 'send'>, shown: AuthorError): void => {
    const { message, stack, loc } = shown
    page.send({ type: 'error', err: { ...shown, ...(loc && { id: loc.file }) } })
    vite.config.logger.error(`${message}${loc ? `\n  in ${loc.file}:${loc.line}:${loc.column}` : `\n${stack}`}`)
  }
  errors?.((error, context) => show(vite.ws, authorError(error, context)))
  vite.ws.on('soc-draw:view-error', async (told: unknown, page) => {
    const shown = await authorErrorOf(told, (path) => compiledBy(vite, path))
    if (shown) show(page, shown)
  })

  app.setNotFoundHandler((request, reply) => {
    if (!mayBePage(request, basePath)) return answerNotFound(request, reply)
    reply.hijack()
    vite.middlewares(request.raw, reply.raw, () => reply.raw.writeHead(404).end())
  })
}

/** Tells the page where it stands. */
function placing(basePath: string): Plugin {
  return { name: 'soc-draw:base-path', transformIndexHtml: () => [basePathTag(basePath)] }
}

async function compiledBy({ environments }: ViteDevServer, path: string): Promise<CompiledModule | undefined> {
  const module = await environments.client.moduleGraph.getModuleByUrl(path)
  if (!module?.file) return undefined
  const map = module.transformResult?.map
  if (!map || !('version' in map)) return { file: module.file }
  const { version, sources, names, mappings } = map
  return { file: module.file, map: { file: '', sourceRoot: '', sourcesContent: [], version, sources, names, mappings } }
}
