import type { FastifyInstance } from 'fastify'
import { type SiteAnswer, siteAnswer } from '../protocol/http-messages.ts'
import { jsonSchema } from './json-schema.ts'

/** `GET /site`: the applications, and the demo users where there are any. */
export function addSiteRoutes(api: FastifyInstance, site: SiteAnswer): void {
  api.get('/site', {
    schema: { response: { 200: jsonSchema(siteAnswer) } },
    handler: async (): Promise<SiteAnswer> => site,
  })
}
