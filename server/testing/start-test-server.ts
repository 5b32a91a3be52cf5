import type { AnyApplication } from '../contract/application.ts'
import { createServer, type SocDrawServer } from '../host/server.ts'
import type { ServerOptions } from '../host/server-options.ts'
import type { RoomRecord } from '../rooms/ports.ts'

/** Any token that begins with `as ` signs in whoever it names: `as ann`. */
const TOKEN = /^as (\S+)$/

/** The token of a user on a test server. */
export function tokenOf(userId: string): string {
  return `as ${userId}`
}

/** What a test server is told: all that `createServer` is, and what its two rooms are made with. */
export interface TestServerOptions extends Partial<ServerOptions> {
  /** The settings and bounds of `R:1` and `R:2`, for an application that has settings without a default; who sees to them. */
  readonly room?: Pick<RoomRecord, 'options' | 'players' | 'owner' | 'moderators'>
}

/**
 * A server for specs: on any free port, quiet, with rooms `R:1` and `R:2` of the application, where everybody may
 * sign in as anybody.
 */
export function startTestServer(
  application: AnyApplication,
  { room, ...options }: TestServerOptions = {},
): Promise<SocDrawServer> {
  return createServer({
    applications: [application],
    rooms: [
      { id: 'R:1', name: 'First Room', application: application.name, ...room },
      { id: 'R:2', name: 'Second Room', application: application.name, ...room },
    ],
    port: 0,
    data: 'memory',
    logLevel: 'silent',
    strictRules: true,
    // A machine that has much to do is no fault of the spec's.
    maxLag: Number.POSITIVE_INFINITY,
    authenticate: async ({ auth: { token } }) => {
      const [, id] = TOKEN.exec(typeof token === 'string' ? token : '') ?? []
      return id ? { id, name: id } : null
    },
    ...options,
  })
}
