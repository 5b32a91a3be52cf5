import type { FastifyInstance } from 'fastify'
import type { ErrorSource } from './author-error.ts'
import { serveBuiltFrontEnd } from './built-front-end.ts'
import { serveDevelopmentFrontEnd } from './development-front-end.ts'
import { answerNotFound } from './error-answers.ts'

/** Where the page comes from. */
export type FrontEnd =
  /** A folder that `npm run build` made. */
  | { readonly mode: 'built'; readonly folder: string }
  /**
   * The sources, through Vite with hot reload on the server's own port. `viteConfig`: the path of its config file;
   * `errors`: where what is to be shown to an application's author comes from.
   */
  | { readonly mode: 'development'; readonly viteConfig: string; readonly errors?: ErrorSource }
  /** Nowhere: bots and specs need no page. */
  | { readonly mode: 'none' }

/**
 * Serves the page, and answers `NOT_FOUND` to what is neither page nor route.
 * @param app a scope that stands at `basePath`, which has a slash at both ends
 */
export async function serveFrontEnd(app: FastifyInstance, frontEnd: FrontEnd, basePath: string): Promise<void> {
  switch (frontEnd.mode) {
    case 'built':
      return serveBuiltFrontEnd(app, frontEnd.folder, basePath)
    case 'development':
      return serveDevelopmentFrontEnd(app, frontEnd, basePath)
    case 'none':
      app.setNotFoundHandler(answerNotFound)
  }
}
