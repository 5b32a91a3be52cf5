import type { Pool } from 'pg'
import { atOneMoment } from './at-one-moment.ts'
import { type Outgrown, readOutgrown } from './room-reader.ts'
import { withClient } from './with-client.ts'

/** How many commits are dropped at once: the room's head is held meanwhile. */
const SLICE = 500

// One that another server has made meanwhile stands.
const STORE = `WITH moved AS (
  UPDATE heads SET snapshot = $2, snapshot_size = $3, logged = greatest(0, logged - $4)
  WHERE id = $1 AND version >= $2 AND snapshot = $5 RETURNING room
), superseded AS (
  DELETE FROM snapshots USING moved WHERE snapshots.room = moved.room AND snapshots.version < $2 AND NOT $7::boolean
)
INSERT INTO snapshots (room, version, state) SELECT room, $2, $6 FROM moved`

const DROP = `WITH head AS (
  UPDATE heads SET dropped = least($2, dropped + ${SLICE}) WHERE id = $1 AND dropped < $2 RETURNING room, dropped
), gone AS (
  DELETE FROM commits USING head WHERE commits.room = head.room AND commits.version <= head.dropped
)
SELECT dropped < $2 AS more FROM head`

/** Stores rooms' snapshots, and drops what they supersede. */
export class SnapshotWriter {
  readonly #pool: Pool
  readonly #keepLog: boolean
  readonly #condense: (outgrown: Outgrown) => Promise<string>

  /**
   * @param keepLog whether every patch and snapshot stays
   * @param condense makes one text of a snapshot's and the patches since, somewhere off the event loop
   */
  constructor(parts: {
    readonly pool: Pool
    readonly keepLog: boolean
    condense(outgrown: Outgrown): Promise<string>
  }) {
    this.#pool = parts.pool
    this.#keepLog = parts.keepLog
    this.#condense = parts.condense
  }

  /** Makes a room's snapshot, where there is something new, and drops what it supersedes until it is told to stop. */
  async make(id: string, isStopped: () => boolean): Promise<void> {
    const outgrown = await atOneMoment(this.#pool, (client) => readOutgrown(client, id))
    if (!outgrown) return
    const state = await this.#condense(outgrown)
    const { version, snapshot, logged } = outgrown
    const values = [id, version, state.length, logged, snapshot, state, this.#keepLog]
    const stored = await withClient(this.#pool, (client) => client.query(STORE, values))
    if (stored.rowCount !== 1 || this.#keepLog) return
    // One snapshot's age of patches is left to those who return.
    while (!isStopped() && (await this.#drop(id, snapshot)));
  }

  async #drop(id: string, upTo: number): Promise<boolean> {
    const { rows } = await withClient(this.#pool, (client) => client.query<{ more: boolean }>(DROP, [id, upTo]))
    return rows[0]?.more === true
  }
}
