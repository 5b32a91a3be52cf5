import { type Connection, inTransaction, type Statement } from './connection.ts'

/** A room's state at one version, as the reading thread has made it. */
export interface Snapshot {
  readonly id: string
  readonly version: number
  /** The text of `{ $room, …state }` in UTF-8, and its characters. */
  readonly state: Uint8Array
  readonly size: number
  /** The characters of the patches that are in it and were not in the one before. */
  readonly logged: number
}

/** How many commits are dropped at once: appends wait meanwhile. */
const SLICE = 500

const MOVE_SNAPSHOT = `UPDATE heads SET snapshot = ?1, snapshot_size = ?2, logged = max(0, logged - ?3)
  WHERE id = ?4 AND version >= ?1 AND snapshot < ?1 RETURNING room`

/** Stores snapshots, and drops what they supersede. */
export class SnapshotWriter {
  readonly #connection: Connection
  readonly #keepLog: boolean
  readonly #head: Statement<{ room: number; snapshot: number; dropped: number }>
  readonly #move: Statement<{ room: number }>
  readonly #add: Statement<unknown>
  readonly #deleteEarlier: Statement<unknown>
  readonly #deleteCommits: Statement<unknown>
  readonly #setDropped: Statement<unknown>

  /** @param keepLog whether every patch and snapshot stays */
  constructor(connection: Connection, keepLog: boolean) {
    this.#connection = connection
    this.#keepLog = keepLog
    this.#head = connection.prepare('SELECT room, snapshot, dropped FROM heads WHERE id = ?')
    this.#move = connection.prepare(MOVE_SNAPSHOT)
    this.#add = connection.prepare('INSERT INTO snapshots (room, version, state) VALUES (?, ?, CAST(? AS TEXT))')
    this.#deleteEarlier = connection.prepare('DELETE FROM snapshots WHERE room = ? AND version < ?')
    this.#deleteCommits = connection.prepare('DELETE FROM commits WHERE room = ? AND version > ? AND version <= ?')
    this.#setDropped = connection.prepare('UPDATE heads SET dropped = ? WHERE room = ?')
  }

  /** Returns up to which version the patches are superseded: one snapshot's age is left to those who return. */
  store({ id, version, state, size, logged }: Snapshot): number {
    return inTransaction(this.#connection, () => {
      const before = this.#head.get([id])
      const moved = this.#move.get([version, size, logged, id])
      if (!before || !moved) throw new Error(`room ${id} takes no snapshot of version ${version}`)
      this.#add.run([moved.room, version, state])
      if (this.#keepLog) return 0
      this.#deleteEarlier.run([moved.room, version])
      return before.snapshot
    })
  }

  /** Drops the next commits up to version `upTo`; the actions that are kept stay. Returns whether there are more. */
  drop({ id, upTo }: { id: string; upTo: number }): boolean {
    return inTransaction(this.#connection, () => {
      const head = this.#head.get([id])
      if (!head || head.dropped >= upTo) return false
      const end = Math.min(upTo, head.dropped + SLICE)
      this.#deleteCommits.run([head.room, head.dropped, end])
      this.#setDropped.run([end, head.room])
      return end < upTo
    })
  }
}
