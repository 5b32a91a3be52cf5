import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io'
import type { ClientToServerEvents, ServerEvent, ServerToClientEvents } from '../protocol/events.ts'
import type { Audience, Connection, Wire } from '../rooms/ports.ts'
import type { Identity } from './authenticate.ts'

/** Socket.IO with the events and the identity of every lobby. */
export type LobbyServer = Server<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, Identity>
export type LobbyNamespace = Namespace<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, Identity>
export type LobbySocket = Socket<ClientToServerEvents, ServerToClientEvents, DefaultEventsMap, Identity>

/** The wire of one lobby over its Socket.IO namespace: a group is a native Socket.IO room of the same name. */
export class SocketWire implements Wire {
  readonly #namespace: LobbyNamespace

  constructor(namespace: LobbyNamespace) {
    this.#namespace = namespace
  }

  join({ id }: Connection, group: string): void {
    void this.#namespace.sockets.get(id)?.join(group)
  }

  leave({ id }: Connection, group: string): void {
    void this.#namespace.sockets.get(id)?.leave(group)
  }

  send<Event extends ServerEvent>(to: Audience, event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void {
    if (to === 'everybody') this.#namespace.emit(event, ...args)
    else if ('group' in to)
      this.#namespace
        .to(to.group)
        .except([...(to.except ?? [])])
        .emit(event, ...args)
    else this.#namespace.sockets.get(to.connection.id)?.emit(event, ...args)
  }
}
