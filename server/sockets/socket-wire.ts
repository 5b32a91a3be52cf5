import type { ServerEvent, ServerToClientEvents } from '../protocol/events.ts'
import type { Audience, Connection, Wire } from '../rooms/ports.ts'
import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

/** How many packets may wait for a connection that does not take them: a good second of frames. */
const MAX_UNSENT = 64

/** With more packets waiting than this, and none taken within so many milliseconds, a connection is closed. */
const MAX_BACKLOG = 256
const TAKEN_WITHIN = 10_000

/**
 * The wire of one lobby over its Socket.IO namespace: a group is a native Socket.IO room of the same name. A connection
 * that does not take what it is sent is left out of its groups until it has; its client then sees the gap, and catches
 * up by one answer instead of a growing buffer.
 */
export class SocketWire implements Wire {
  readonly #namespace: LobbyNamespace
  /** The groups that slow connections are to be put into again. */
  readonly #leftOut = new Map<string, Set<string>>()
  /** How many packets wait for each connection to take what it was sent before. */
  readonly #unsent = new Map<string, number>()

  constructor(namespace: LobbyNamespace) {
    this.#namespace = namespace
    namespace.on('connection', (socket) => this.#watch(socket))
  }

  join({ id }: Connection, group: string): void {
    const leftOut = this.#leftOut.get(id)
    if (leftOut) leftOut.add(group)
    else void this.#namespace.sockets.get(id)?.join(group)
  }

  leave({ id }: Connection, group: string): void {
    this.#leftOut.get(id)?.delete(group)
    void this.#namespace.sockets.get(id)?.leave(group)
  }

  send<Event extends ServerEvent>(to: Audience, event: Event, ...args: Parameters<ServerToClientEvents[Event]>): void {
    if (to === 'everybody') {
      this.#namespace.emit(event, ...args)
    } else if ('group' in to) {
      this.#leaveOutSlow(to.group)
      this.#namespace
        .to(to.group)
        .except([...(to.except ?? [])])
        .emit(event, ...args)
    } else {
      this.#namespace.sockets.get(to.connection.id)?.emit(event, ...args)
    }
  }

  /** Whether the connection has not taken what it was sent. */
  isSlow(id: string): boolean {
    return (this.#unsent.get(id) ?? 0) > MAX_UNSENT
  }

  #leaveOutSlow(group: string): void {
    for (const id of this.#namespace.adapter.rooms.get(group) ?? []) {
      const socket = this.#namespace.sockets.get(id)
      if (socket && this.isSlow(id)) this.#leaveOut(socket, group)
    }
  }

  #leaveOut(socket: LobbySocket, group: string): void {
    void socket.leave(group)
    this.#leftOut.set(socket.id, (this.#leftOut.get(socket.id) ?? new Set()).add(group))
  }

  #watch(socket: LobbySocket): void {
    const { id, conn } = socket
    // Answers and listings go out to slow ones too. Whoever takes none of them can come back, and miss nothing.
    let patience: NodeJS.Timeout | undefined
    const created = (): void => {
      const unsent = (this.#unsent.get(id) ?? 0) + 1
      this.#unsent.set(id, unsent)
      if (unsent > MAX_BACKLOG) patience ??= setTimeout(() => conn.close(true), TAKEN_WITHIN).unref()
    }
    const drained = (): void => {
      clearTimeout(patience)
      patience = undefined
      this.#unsent.set(id, 0)
      const groups = this.#leftOut.get(id)
      if (!groups) return
      this.#leftOut.delete(id)
      void socket.join([...groups])
    }
    conn.on('packetCreate', created)
    conn.on('drain', drained)
    socket.on('disconnect', () => {
      // The connection below may live on for other lobbies.
      conn.off('packetCreate', created)
      conn.off('drain', drained)
      clearTimeout(patience)
      this.#unsent.delete(id)
      this.#leftOut.delete(id)
    })
  }
}
