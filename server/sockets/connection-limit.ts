import type { LobbySocket } from './lobby-socket.ts'

/** Counts the connections that each user has to one lobby, from before they are let in until they are gone. */
export class ConnectionLimit {
  readonly #most: number
  readonly #counts = new Map<string, number>()

  constructor(most: number) {
    this.#most = most
  }

  /** Takes a connection of the user's in; false where they have as many as they may, or the connection is gone already. */
  admit(socket: LobbySocket, userId: string): boolean {
    // Its end was told while its user was looked up, and is told only once: its place would never be free again.
    if (socket.conn.readyState !== 'open') return false
    const count = this.#counts.get(userId) ?? 0
    if (count >= this.#most) return false
    this.#counts.set(userId, count + 1)
    const release = (): void => {
      socket.off('disconnect', release)
      // One that never came to be let in has only the connection below to tell of its end.
      socket.conn.off('close', release)
      this.#release(userId)
    }
    socket.on('disconnect', release)
    socket.conn.on('close', release)
    return true
  }

  #release(userId: string): void {
    const count = (this.#counts.get(userId) ?? 0) - 1
    if (count > 0) this.#counts.set(userId, count)
    else this.#counts.delete(userId)
  }
}
