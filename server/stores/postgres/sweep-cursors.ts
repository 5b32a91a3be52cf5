import type { Pool } from 'pg'
import { KEPT_FOR } from '../../rooms/log/room-log.ts'
import { withClient } from './with-client.ts'

/** How many are looked at by one statement. */
const SLICE = 5000

interface SweptRow {
  readonly room: number
  readonly user: string
  readonly client: string
}

// Those that somebody writes to just now are used: they are left alone, and nothing waits for anything.
const SWEEP = `WITH slice AS (
  SELECT room, "user", client, used_at FROM cursors WHERE (room, "user", client) > ($2::bigint, $3::text, $4::text)
  ORDER BY room, "user", client LIMIT ${SLICE}
), unused AS (
  SELECT cursors.room, cursors."user", cursors.client FROM slice JOIN cursors USING (room, "user", client)
  WHERE slice.used_at < $1 AND cursors.used_at < $1 FOR UPDATE OF cursors SKIP LOCKED
), gone AS (
  DELETE FROM cursors USING unused WHERE cursors.room = unused.room AND cursors."user" = unused."user"
    AND cursors.client = unused.client
)
SELECT room, "user", client FROM slice ORDER BY room DESC, "user" DESC, client DESC LIMIT 1`

/** Forgets the clients that were not used for twice as long as they must be kept. Any number of servers may do so at once. */
export async function sweepCursors(pool: Pool, now: number): Promise<void> {
  let after: SweptRow | undefined = { room: 0, user: '', client: '' }
  while (after) {
    const values: unknown[] = [now - 2 * KEPT_FOR, after.room, after.user, after.client]
    const { rows } = await withClient(pool, (client) => client.query<SweptRow>(SWEEP, values))
    after = rows[0]
  }
}
