import type { ServerEvent, ServerToClientEvents } from '../protocol/events.ts'
import type { Audience, Connection, Wire } from '../rooms/ports.ts'
import { Audiences } from './audiences.ts'
import { Backlog } from './backlog.ts'
import { DirectWrites } from './direct-writes.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'
import { SharedPacket } from './shared-packet.ts'

type Group = Extract<Audience, { readonly group: string }>
type Several = Exclude<Audience, Group | { readonly connection: Connection }>

/**
 * The wire of one lobby over its Socket.IO namespace: a group is a native Socket.IO room of the same name. A connection
 * that does not take what it is sent is left out of its groups until it has; its client then sees the gap, and catches
 * up by one answer instead of a growing buffer.
 */
export class SocketWire implements Wire {
  readonly #namespace: LobbyNamespace
  readonly #audiences: Audiences
  readonly #backlog = new Backlog()
  readonly #writes = new DirectWrites()
  /** The groups that slow connections are to be put into again. */
  readonly #leftOut = new Map<string, Set<string>>()

  constructor(namespace: LobbyNamespace) {
    this.#namespace = namespace
    this.#audiences = new Audiences(namespace)
  }

  join({ id }: Connection, group: string): void {
    const leftOut = this.#leftOut.get(id)
    if (leftOut) leftOut.add(group)
    else void this.#namespace.sockets.get(id)?.join(group)
  }

  follow({ id }: Connection, group: string): void {
    void this.#namespace.sockets.get(id)?.join(group)
  }

  leave({ id }: Connection, group: string): void {
    this.#leftOut.get(id)?.delete(group)
    void this.#namespace.sockets.get(id)?.leave(group)
  }

  send<Event extends ServerEvent>(to: Audience, event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void {
    if ('connection' in to) this.#namespace.sockets.get(to.connection.id)?.emit(event, ...args)
    else if ('group' in to) this.#sendTo(to, event, args)
    else this.#sendToEach(this.#those(to), event, args)
  }

  /** See `Backlog.isSlow`. */
  isSlow(id: string): boolean {
    const socket = this.#namespace.sockets.get(id)
    return socket !== undefined && this.#backlog.isSlow(socket)
  }

  /** See `DirectWrites.gather`. */
  gather({ conn }: LobbySocket): void {
    this.#writes.gather(conn)
  }

  #sendTo<Event extends ServerEvent>(
    { group, except = [] }: Group,
    event: Event,
    args: Parameters<ServerToClientEvents[Event]>,
  ): void {
    const audience = this.#audiences.of(group)
    if (audience.length === 0) return
    const packet = new SharedPacket(this.#namespace, event, args)
    const others = new Set(except.flatMap((each) => this.#audiences.of(each)))
    for (const socket of audience) {
      if (this.#backlog.isSlow(socket)) this.#leaveOut(socket, group)
      else if (!others.has(socket)) this.#deliver(packet, socket, event, args)
    }
  }

  /** Also to those who are slow: nothing would tell them that they missed it. Who takes nothing is closed. */
  #sendToEach<Event extends ServerEvent>(
    sockets: Iterable<LobbySocket>,
    event: Event,
    args: Parameters<ServerToClientEvents[Event]>,
  ): void {
    const packet = new SharedPacket(this.#namespace, event, args)
    for (const socket of sockets) {
      this.#backlog.isSlow(socket)
      this.#deliver(packet, socket, event, args)
    }
  }

  /** Whoever listens for what a socket is sent hears of it from the socket. */
  #deliver<Event extends ServerEvent>(
    packet: SharedPacket,
    socket: LobbySocket,
    event: Event,
    args: Parameters<ServerToClientEvents[Event]>,
  ): void {
    if (socket.listenersAnyOutgoing().length > 0) socket.emit(event, ...args)
    else packet.sendTo(socket, this.#writes)
  }

  #those(to: Several): Iterable<LobbySocket> {
    if ('groups' in to) return new Set(to.groups.flatMap((group) => this.#audiences.of(group)))
    return to.connections.flatMap(({ id }) => this.#namespace.sockets.get(id) ?? [])
  }

  #leaveOut(socket: LobbySocket, group: string): void {
    const { id, conn } = socket
    void socket.leave(group)
    const known = this.#leftOut.get(id)
    if (known) {
      known.add(group)
      return
    }
    this.#leftOut.set(id, new Set([group]))
    const end = (): void => {
      const groups = this.#leftOut.get(id)
      this.#leftOut.delete(id)
      // The connection below may live on for other lobbies.
      conn.off('drain', end)
      socket.off('disconnect', end)
      if (socket.connected && groups) void socket.join([...groups])
    }
    conn.on('drain', end)
    socket.on('disconnect', end)
  }
}
