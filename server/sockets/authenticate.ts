import type { IncomingHttpHeaders } from 'node:http'
import { SocDrawError } from '../protocol/errors.ts'
import type { ConnectionLimit } from './connection-limit.ts'
import type { FloodGates } from './flood-gates.ts'
import type { Identity, LobbySocket } from './lobby-socket.ts'

/** What is known of whoever wants to connect. */
export interface Handshake {
  /** What the client gave as `auth`: the built-in accounts look for `auth.token`. */
  readonly auth: Readonly<Record<string, unknown>>
  readonly headers: IncomingHttpHeaders
  /** The network address the connection comes from. */
  readonly address: string
}

export type Authenticate = (handshake: Handshake) => Promise<Identity | undefined>

export interface SocketAuthentication {
  readonly authenticate: Authenticate
  readonly floods: FloodGates
  /** Told of a failure that the client is told nothing of. */
  readonly report: (error: unknown) => void
}

export function handshakeOf({ handshake: { auth, headers, address } }: LobbySocket): Handshake {
  return { auth, headers, address }
}

/** The native room of all sockets of a session, so that they can be dropped with it. */
export function sessionGroup(session: string): string {
  return `$session:${session}`
}

/**
 * The connection middleware: lets in whom `authenticate` knows, up to as many connections as one user may have. Everybody
 * else gets a `connect_error` whose `data` is the error as it stands on the wire: a `SocDrawError` that was thrown, or
 * that something went wrong here, which may pass.
 */
export function authenticateSocket({ authenticate, floods, report }: SocketAuthentication, limit: ConnectionLimit) {
  return async (socket: LobbySocket, next: (error?: Error) => void): Promise<void> => {
    try {
      const identity = await authenticate(handshakeOf(socket))
      if (!identity) return next(refusal(new SocDrawError('UNAUTHENTICATED')))
      const retryAfter = floods.claim(socket.conn, identity.user.id)
      if (retryAfter > 0) return next(refusal(rateLimited(retryAfter)))
      if (!limit.admit(socket, identity.user.id)) return next(refusal(new SocDrawError('TOO_MANY_CONNECTIONS')))
      socket.data = identity
      if (identity.session) await socket.join(sessionGroup(identity.session))
      next()
    } catch (error) {
      if (error instanceof SocDrawError) return next(refusal(error))
      report(error)
      next(refusal(new SocDrawError({ ...new SocDrawError('INTERNAL').toJSON(), retryable: true })))
    }
  }
}

function rateLimited(retryAfter: number): SocDrawError {
  return new SocDrawError({ ...new SocDrawError('RATE_LIMITED').toJSON(), retryAfter })
}

/** Socket.IO sends an error's `message` and `data`. */
function refusal(error: SocDrawError): Error {
  return Object.assign(new Error(error.message), { data: error.toJSON() })
}
