import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import type { CorsOptions } from 'cors'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import type { Audit } from '../accounts/audit.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { SiteAnswer } from '../protocol/http-messages.ts'
import { addAccountRoutes, type SignUp } from './account-routes.ts'
import { addDocumentRoute, gatherDocument } from './api-document.ts'
import { addApplicationRoutes } from './application-routes.ts'
import { askerOf } from './asker.ts'
import { type AuditParts, addAuditRoutes } from './audit-routes.ts'
import { identityOf } from './bearer-token.ts'
import { allowOrigins, isSafe, refuseOtherOrigins } from './cross-origin.ts'
import { addDocumentPages } from './document-pages.ts'
import type { DoorParts } from './door-desk.ts'
import { answerError, answerNotFound, answerOwnError } from './error-answers.ts'
import { type FrontEnd, serveFrontEnd } from './front-end.ts'
import { addGuestRoutes } from './guest-routes.ts'
import { addHealthRoutes, type Ready } from './health.ts'
import { KeptAnswers } from './kept-answers.ts'
import { addKnockRoutes } from './knock-routes.ts'
import { loggedRequest, RequestLog } from './request-log.ts'
import type { RoomParts } from './room-desk.ts'
import { addRoomLinkRoutes, addRoomLinkUses, type DoorRoutes } from './room-link-routes.ts'
import { addRoomListRoutes } from './room-list-routes.ts'
import type { RoomRoutes } from './room-operation.ts'
import { addRoomPeopleRoutes } from './room-people-routes.ts'
import { addRoomRoutes } from './room-routes.ts'
import { securityHeaders } from './security-headers.ts'
import type { SignInLimit } from './sign-in-limit.ts'
import { addSiteRoutes } from './site-routes.ts'

/** What the server's own routes are made of: each is there when its part is. */
export interface RouteParts {
  /** Where everything stands, with a slash at both ends. */
  readonly basePath: string
  /** Absent when the host signs its users in by itself: then there is nothing to sign in to here. */
  readonly accounts?: Accounts
  readonly signInLimit: SignInLimit
  /** Nobody signs up by default. */
  readonly signUp?: SignUp
  /** Absent: nothing is done with rooms over HTTP. */
  readonly rooms?: RoomParts
  /** Whether whoever has no account comes in with a name. */
  readonly guests?: boolean
  /** With `rooms` and without `accounts`: what was done there, for whom `rooms` takes for administrators. */
  readonly audit?: Audit
  /** With `rooms`; absent: there are no links into rooms, and nobody knocks. */
  readonly doors?: DoorParts
  readonly site?: SiteAnswer
  readonly ready?: Ready
  /** Whether there is a document of all these routes, and pages to read it. */
  readonly document?: boolean
  /** The other origins whose pages may use what stands below `/api`. */
  readonly cors?: CorsOptions
}

/** What an HTTP side of the server's own is made of. */
export interface HttpParts extends RouteParts {
  readonly frontEnd: FrontEnd
  /** Whose word on a client's address counts: proxies by their addresses, with commas. */
  readonly trustProxy: string | false
  readonly log: HttpLog
}

interface HttpLog {
  /** One of pino's levels, or `silent`. Requests are logged from `debug` down. */
  readonly level: string
  /** Takes one line of JSON at a time; standard output by default. */
  readonly stream?: { write(line: string): void }
}

const MAX_BODY_BYTES = 16 * 1024
/** How long a client may take to send a request, in milliseconds. */
const REQUEST_TIMEOUT = 30_000

/**
 * The HTTP side, ready to be injected into, listened with, and to hand its `server` to Socket.IO. Every refusal has a
 * body of the form `ErrorAnswer`. `close()` ends every HTTP connection at once; upgraded ones are their owner's to end.
 * @throws Error when the page is not there to be served
 */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  const { frontEnd, basePath } = parts
  const app: FastifyInstance = Fastify({
    logger: {
      level: parts.log.level,
      serializers: { req: loggedRequest },
      ...(parts.log.stream && { stream: parts.log.stream }),
    },
    logController: new RequestLog(),
    trustProxy: parts.trustProxy,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT,
    forceCloseConnections: true,
    // What does not fit is refused, not made to fit.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    frameworkErrors: answerError,
  })
  await app.register(helmet, securityHeaders(frontEnd.mode === 'development'))

  app.setErrorHandler(answerError)
  app.addHook('onRequest', async ({ is404, method }) => {
    // Before a body is read that is for nobody.
    if (is404 && !isSafe(method)) throw new SocDrawError('NOT_FOUND')
  })
  if (basePath !== '/') app.setNotFoundHandler(answerNotFound)
  const addAll = async (scope: FastifyInstance): Promise<void> => {
    await addRoutes(scope, parts)
    await serveFrontEnd(scope, frontEnd, basePath)
  }
  try {
    await app.register(addAll, { prefix: basePath.slice(0, -1) })
  } catch (error) {
    await app.close()
    throw error
  }
  return app
}

/** Adds the routes that there are parts for, and nothing else, to an instance, or to a scope of one that is somebody else's. */
export async function addRoutes(app: FastifyInstance, parts: RouteParts): Promise<void> {
  const { basePath, accounts, signInLimit, signUp = 'closed', guests = false, rooms, doors, site } = parts
  const { ready, document = false, cors } = parts
  const addApi = async (api: FastifyInstance): Promise<void> => {
    api.setErrorHandler(answerOwnError)
    api.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store')
    })
    if (cors) allowOrigins(api, cors)
    refuseOtherOrigins(api, cors)
    if (site) addSiteRoutes(api, site)
    const kept = new KeptAnswers()
    if (accounts || rooms) await api.register(rateLimit, { global: false })
    if (accounts && guests) addGuestRoutes(api, { accounts, signInLimit, kept })
    if (accounts) addAccountRoutes(api, { accounts, signInLimit, signUp, guests, basePath, kept })
    const audit = auditOf(parts)
    if (audit) addAuditRoutes(api, audit)
    if (rooms) addAllRoomRoutes({ api, rooms, kept, signInLimit }, doors && { doors, basePath })
    if (document) {
      addDocumentRoute(api)
      await addDocumentPages(api, `${basePath}api`)
    }
  }
  // A scope of its own: its document tells of these routes and of none around them.
  await app.register(async (scope) => {
    if (document) await gatherDocument(scope, basePath)
    if (accounts || rooms || site || document) await scope.register(addApi, { prefix: '/api' })
    if (ready) addHealthRoutes(scope, ready)
  })
}

function auditOf({ accounts, rooms, audit }: RouteParts): AuditParts | undefined {
  if (accounts) {
    const { audit, idOf } = accounts
    return { audit, idOf, who: (request) => identityOf(request, accounts) }
  }
  if (!audit || !rooms) return undefined
  // Of a host's users nothing is known but their ids.
  return { audit, idOf: async () => undefined, who: async (request) => ({ user: await askerOf(request, rooms) }) }
}

function addAllRoomRoutes(routes: RoomRoutes, doors?: Omit<DoorRoutes, keyof RoomRoutes>): void {
  addRoomRoutes(routes)
  addRoomPeopleRoutes(routes)
  addRoomListRoutes(routes)
  addApplicationRoutes(routes)
  if (!doors) return
  addRoomLinkRoutes({ ...routes, ...doors })
  addRoomLinkUses({ ...routes, ...doors })
  addKnockRoutes({ ...routes, ...doors })
}
