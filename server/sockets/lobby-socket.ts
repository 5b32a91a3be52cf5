import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io'
import type { ClientToServerEvents, SocketEvents } from '../protocol/events.ts'
import type { Account } from '../rooms/ports.ts'

/** Who a connection is: kept in `socket.data`. */
export interface Identity {
  readonly user: Account
  /** The session that the connection belongs to, and ends with; absent where the host authenticates by itself. */
  readonly session?: string
}

/** Socket.IO with the events and the identity of every lobby. */
export type LobbyServer = Server<ClientToServerEvents, SocketEvents, DefaultEventsMap, Identity>
export type LobbyNamespace = Namespace<ClientToServerEvents, SocketEvents, DefaultEventsMap, Identity>
export type LobbySocket = Socket<ClientToServerEvents, SocketEvents, DefaultEventsMap, Identity>
