import type { AnyApplication } from '../contract/application.ts'
import { createServer, type SocDrawServer } from '../host/server.ts'
import type { ServerOptions } from '../host/server-options.ts'

/** Any token that begins with `as ` signs in whoever it names: `as ann`. */
const TOKEN = /^as (\S+)$/

/** The token of a user on a test server. */
export function tokenOf(userId: string): string {
  return `as ${userId}`
}

/**
 * A server for specs: on any free port, quiet, with rooms `R:1` and `R:2` of the first application, where everybody may
 * sign in as anybody.
 */
export function startTestServer(
  application: AnyApplication,
  options: Partial<ServerOptions> = {},
): Promise<SocDrawServer> {
  return createServer({
    applications: [application],
    rooms: [
      { id: 'R:1', name: 'First Room', application: application.name },
      { id: 'R:2', name: 'Second Room', application: application.name },
    ],
    port: 0,
    data: 'memory',
    logLevel: 'silent',
    strictRules: true,
    authenticate: async ({ auth: { token } }) => {
      const [, id] = TOKEN.exec(typeof token === 'string' ? token : '') ?? []
      return id ? { id, name: id } : null
    },
    ...options,
  })
}
