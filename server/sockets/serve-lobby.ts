import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { Answer, RequestName } from '../protocol/events.ts'
import type { RoomLimits } from '../rooms/limits.ts'
import type { Lobby } from '../rooms/lobby/lobby.ts'
import type { Connection } from '../rooms/ports.ts'
import { authenticateSocket, handshakeOf, type SocketAuthentication } from './authenticate.ts'
import { becomes } from './change-user.ts'
import { ConnectionLimit } from './connection-limit.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'
import type { SocketWire } from './socket-wire.ts'
import { Traffic } from './traffic.ts'

const TOO_FAST: Answer = { ok: false, error: new SocDrawError('RATE_LIMITED').toJSON() }

export interface ServingOptions extends SocketAuthentication {
  readonly wire: SocketWire
  readonly limits: RoomLimits
  readonly clock: Clock
}

/** Requests whose answers may be large. */
const LARGE_ANSWERS: readonly string[] = ['enter', 'history', 'rooms', 'look'] satisfies readonly RequestName[]

/**
 * Connects a lobby to its namespace: who is authenticated is a visitor, and whatever they send is a request, answered
 * by its acknowledgement. Of messages without one only presence is taken.
 */
export function serveLobby(namespace: LobbyNamespace, lobby: Lobby, options: ServingOptions): void {
  namespace.use(authenticateSocket(options, new ConnectionLimit(options.limits.connections)))
  const served = { ...options, traffic: new Traffic(options.limits, options.clock) }
  namespace.on('connection', (socket) => {
    serveVisitor(socket, lobby, served)
    void confirmSession(socket, lobby, options)
  })
}

/**
 * A session may end, or its user's name, colour or roles change, while its socket is on the way from the middleware to here, where nobody
 * who looks for the sockets of either would find it. So whoever has one is asked again.
 */
async function confirmSession(
  socket: LobbySocket,
  lobby: Lobby,
  { authenticate, report }: SocketAuthentication,
): Promise<void> {
  if (socket.data.session === undefined) return
  try {
    const identity = await authenticate(handshakeOf(socket))
    if (!identity) socket.disconnect(true)
    else if (becomes(socket, identity.user)) await lobby.recheck({ user: identity.user.id })
  } catch (error) {
    report(error)
    socket.disconnect(true)
  }
}

function serveVisitor(
  socket: LobbySocket,
  lobby: Lobby,
  { wire, traffic }: ServingOptions & { readonly traffic: Traffic },
): void {
  const connection: Connection = {
    id: socket.id,
    // Their rights may change while they are connected.
    get user() {
      return socket.data.user
    },
  }
  const sendsTooMuch = traffic.weigh(socket)
  socket.onAny((event: string, ...args: unknown[]) => {
    const acknowledge = args.at(-1)
    const tooMuch = sendsTooMuch()
    if (typeof acknowledge !== 'function') return tooMuch ? undefined : lobby.tell(connection, event, args)
    args.pop()
    // Its answer may be as large as the room: not for somebody who has not taken the last ones.
    const tooSlow = wire.isSlow(connection.id) && LARGE_ANSWERS.includes(event)
    if (tooMuch || tooSlow) return acknowledge(TOO_FAST)
    void lobby.request(connection, event, args).then((answer) => {
      wire.gather(socket)
      acknowledge(answer)
    })
  })
  socket.on('disconnect', () => lobby.disconnected(connection))
  lobby.connected(connection)
}
