import type { LobbySocket } from './lobby-socket.ts'

type Connection = LobbySocket['conn']

/** How many packets may wait for a connection that does not take them: a good second of frames. */
const MAX_UNSENT = 64

/** With more packets waiting than this, and none taken within so many milliseconds, a connection is closed. */
const MAX_BACKLOG = 256
const TAKEN_WITHIN = 10_000

/** What waits for connections that do not take what they are sent. */
export class Backlog {
  /** Those that are closed soon. */
  readonly #doomed = new WeakSet<Connection>()

  /**
   * Whether the connection has not taken what it was sent. To be asked before anything more is sent to it, or done for it:
   * who lets far more wait, and takes nothing for long, is closed. They can come back, and miss nothing.
   */
  isSlow({ conn }: LobbySocket): boolean {
    const waiting = waitingFor(conn)
    if (waiting > MAX_BACKLOG) this.#lookAgain(conn)
    return waiting > MAX_UNSENT
  }

  #lookAgain(conn: Connection): void {
    if (this.#doomed.has(conn)) return
    this.#doomed.add(conn)
    const closing = setTimeout(() => conn.close(true), TAKEN_WITHIN).unref()
    const spare = (): void => {
      clearTimeout(closing)
      this.#doomed.delete(conn)
      conn.off('drain', spare).off('close', spare)
    }
    conn.on('drain', spare).on('close', spare)
  }
}

/** Engine.IO hands a connection all that waits at once, when everything before it was taken. */
function waitingFor(conn: Connection): number {
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length
}
