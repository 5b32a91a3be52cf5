import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { LobbyServer } from '../sockets/lobby-socket.ts'

/**
 * Leads what Fastify gets of Socket.IO's requests to Socket.IO, which listens at one server only. Fastify has one for each
 * address of a name such as `localhost`, and only that at the first of them is known to others; and a plugin for
 * WebSockets of the host's own leads all upgrades through the routes.
 */
export async function addSocketRoute(http: FastifyInstance, io: LobbyServer): Promise<void> {
  const takeOver = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    reply.hijack()
    // Upgrades it hears of by itself, of all servers: what another plugin makes of them is to end here.
    if (isUpgrade(request.raw)) return
    // Its own type has what it adds to a request before it looks at it.
    io.engine.handleRequest(request.raw as Parameters<typeof io.engine.handleRequest>[0], reply.raw)
  }
  await http.register(async (scope) => {
    // Before anything of the body is read.
    for (const url of [io.path(), `${io.path()}/*`]) {
      scope.route({ method: ['GET', 'POST', 'OPTIONS'], url, onRequest: takeOver, handler: takeOver })
    }
  })
}

/** Tracks the sockets of WebSockets below a path, at whichever address. Returns what cuts those that are still open. */
export function trackUpgrades(http: FastifyInstance, path: string): () => void {
  const open = new Set<Duplex>()
  http.server.on('upgrade', ({ url = '' }: IncomingMessage, socket: Duplex) => {
    if (!url.startsWith(path)) return
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}

/** Whether Node tells of it as an upgrade: a header alone makes none. */
function isUpgrade({ headers: { upgrade, connection = '' } }: IncomingMessage): boolean {
  return upgrade !== undefined && /(^|,)\s*upgrade\s*(,|$)/i.test(connection)
}

/** Returns what cuts every connection that is still open. */
export function trackConnections(http: FastifyInstance): () => void {
  const open = new Set<Socket>()
  http.server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return () => {
    for (const socket of open) socket.destroy()
  }
}
