import type { FastifyInstance } from 'fastify'
import { type SiteAnswer, siteAnswer } from '../protocol/http-messages.ts'
import { operation } from './operation.ts'

/** `GET /site`: the applications, and the demo users where there are any. */
export function addSiteRoutes(api: FastifyInstance, site: SiteAnswer): void {
  api.get('/site', {
    schema: operation({
      id: 'showSite',
      about: 'site',
      does: 'Tells what a page can offer before anybody signed in.',
      answers: { 200: siteAnswer },
    }),
    handler: async (): Promise<SiteAnswer> => site,
  })
}
