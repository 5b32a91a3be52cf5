import type { LobbyNamespace, LobbySocket } from './lobby-socket.ts'

/**
 * The sockets in a namespace's native rooms, as lists that are kept until somebody joins or leaves: so a frame does not
 * look up who is there. The rooms are Socket.IO's, whoever puts a socket into them.
 */
export class Audiences {
  readonly #namespace: LobbyNamespace
  readonly #lists = new Map<string, readonly LobbySocket[]>()
  /** The one whose word is followed: a host may give the server another. */
  #adapter: LobbyNamespace['adapter'] | undefined

  constructor(namespace: LobbyNamespace) {
    this.#namespace = namespace
  }

  /** Who is in a room now. The list is never changed. */
  of(room: string): readonly LobbySocket[] {
    const { adapter } = this.#namespace
    if (adapter !== this.#adapter) this.#follow(adapter)
    return this.#lists.get(room) ?? this.#look(room)
  }

  #look(room: string): readonly LobbySocket[] {
    const { adapter, sockets } = this.#namespace
    const ids = adapter.rooms.get(room)
    if (!ids) return []
    const list: LobbySocket[] = []
    for (const id of ids) {
      const socket = sockets.get(id)
      if (socket) list.push(socket)
    }
    // One that is on its way into the namespace is told of by no event when it gets there.
    if (list.length === ids.size) this.#lists.set(room, list)
    return list
  }

  #follow(adapter: LobbyNamespace['adapter']): void {
    this.#adapter?.off('join-room', this.#forget).off('leave-room', this.#forget)
    this.#adapter = adapter
    this.#lists.clear()
    adapter.on('join-room', this.#forget).on('leave-room', this.#forget)
  }

  readonly #forget = (room: string): void => {
    this.#lists.delete(room)
  }
}
