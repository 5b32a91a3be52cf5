import type { FastifyInstance, FastifySchema, RouteOptions } from 'fastify'
import { z } from 'zod/mini'
import { ERRORS, type ErrorCode } from '../protocol/errors.ts'
import { errorAnswer } from '../protocol/http-messages.ts'
import { jsonSchema } from './json-schema.ts'
import { commonRefusals, type OperationSchema, operation } from './operation.ts'

/** The API's, not the package's: it rises with a change that breaks a client. */
const VERSION = '1'

/** The one table of errors, as a schema: what each code means, and whether the same request may succeed later. */
const ERROR_CODE = {
  description: 'Every code that soc-draw answers with, over HTTP and by sockets.',
  oneOf: Object.entries(ERRORS).map(([code, { message, status, retryable }]) => ({
    const: code,
    title: message,
    description: `Status ${status}, ${retryable ? 'may succeed later' : 'the same request never succeeds'}.`,
    'x-status': status,
    'x-retryable': retryable,
  })),
}

const DESCRIPTION = `Whatever is not a success has the body \`Refusal\`, with a code of the table \`ErrorCode\`; whatever is not told \
of here is answered with \`NOT_FOUND\`. A request is looked at in one order: is there such a route, may the page’s origin ask, is somebody signed in, may they, is \
it well-formed. Times are milliseconds since 1970.`

/**
 * Gathers what all routes that are added to `scope` from here on say of themselves.
 * @param scope one with no other routes; a host's own `@fastify/swagger` may stand around it
 * @param basePath where the API stands, with a slash at both ends
 */
export async function gatherDocument(scope: FastifyInstance, basePath: string): Promise<void> {
  // Loaded only where there is to be a document.
  const { default: swagger } = await import('@fastify/swagger')
  await scope.register(swagger, {
    convertConstToEnum: false,
    openapi: {
      openapi: '3.1.1',
      info: { title: 'soc-draw', version: VERSION, description: DESCRIPTION },
      servers: [{ url: basePath.slice(0, -1) || '/' }],
      components: {
        schemas: { Refusal: jsonSchema(errorAnswer), ErrorCode: ERROR_CODE },
        securitySchemes: {
          session: {
            type: 'http',
            scheme: 'bearer',
            description: 'The `token` of a session. A cookie signs nobody in.',
          },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ url, schema: withRefusals(schema, route) }),
  })
}

/** `GET /openapi.json`: what `gatherDocument` has gathered. */
export function addDocumentRoute(api: FastifyInstance): void {
  api.get('/openapi.json', {
    schema: operation({
      id: 'showDocument',
      about: 'document',
      does: 'Tells what this API is: this document.',
      answers: { 200: z.looseObject({ openapi: z.string() }) },
    }),
    handler: async () => api.swagger(),
  })
}

/** @throws TypeError for a route that says nothing of itself */
function withRefusals(schema: FastifySchema | undefined, { method, url }: RouteOptions): FastifySchema {
  if (schema?.hide) return schema
  if (!isOperation(schema)) throw new TypeError(`the route ${String(method)} ${url} has no operation`)
  const { 'x-refusals': own, response, ...rest } = schema
  const codes = [...new Set([...own, ...commonRefusals(String(method), schema)])]
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of codes) {
    const { status } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const refusals = [...byStatus].map(([status, alike]) => [status, refusalSchema(status, alike)])
  return { ...rest, response: { ...(response as object), ...Object.fromEntries(refusals) } }
}

function isOperation(schema: FastifySchema | undefined): schema is OperationSchema {
  return schema !== undefined && 'x-refusals' in schema
}

function refusalSchema(status: number, codes: readonly ErrorCode[]): object {
  const wait = { type: 'integer', description: 'In how many seconds to come back.' }
  return {
    description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join(' '),
    ...(status === 429 && { headers: { 'retry-after': wait } }),
    allOf: [
      { $ref: '#/components/schemas/Refusal' },
      { properties: { error: { properties: { code: { enum: codes } } } } },
    ],
  }
}
