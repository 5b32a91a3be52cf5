import type { Lobby } from '../rooms/lobby.ts'
import type { Connection } from '../rooms/ports.ts'
import { type Authenticate, authenticateSocket } from './authenticate.ts'
import type { LobbyNamespace, LobbySocket } from './socket-wire.ts'

/**
 * Connects a lobby to its namespace: who is authenticated is a visitor, and whatever they send is a request, answered
 * by its acknowledgement. A message without one asks for nothing, and nothing happens.
 */
export function serveLobby(
  namespace: LobbyNamespace,
  lobby: Lobby,
  options: { readonly authenticate: Authenticate; readonly report: (error: unknown) => void },
): void {
  namespace.use(authenticateSocket(options.authenticate, options.report))
  namespace.on('connection', (socket) => serveVisitor(socket, lobby))
}

function serveVisitor(socket: LobbySocket, lobby: Lobby): void {
  const connection: Connection = { id: socket.id, user: socket.data.user }
  socket.onAny((event: string, ...args: unknown[]) => {
    const acknowledge = args.pop()
    if (typeof acknowledge !== 'function') return
    void lobby.request(connection, event, args).then((answer) => acknowledge(answer))
  })
  socket.on('disconnect', () => lobby.disconnected(connection))
  lobby.connected(connection)
}
