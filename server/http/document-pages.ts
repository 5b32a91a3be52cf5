import type { FastifyInstance } from 'fastify'

/**
 * `/docs`: the API's document, to be read and tried. Its scripts and styles are files of this server's, so that the policy
 * of all pages holds for it as it is; a token that is typed there stays in that page. Needs what `gatherDocument` has gathered.
 * @param at where `api` stands, such as `/api`
 */
export async function addDocumentPages(api: FastifyInstance, at: string): Promise<void> {
  // Loaded only where there is to be a document.
  const { default: swaggerUi } = await import('@fastify/swagger-ui')
  await api.register(swaggerUi, {
    routePrefix: '/docs',
    indexPrefix: at,
    theme: { title: 'soc-draw: the API' },
    uiConfig: { layout: 'BaseLayout', docExpansion: 'list', persistAuthorization: false },
  })
}
