import { setTimeout } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { DisownedRoom } from '../../rooms/log/room-log.ts'
import { storableText } from '../storable-text.ts'
import { StoreError } from '../store-error.ts'
import { patience } from './patience.ts'
import { askPrepared } from './prepared.ts'
import { withClient } from './with-client.ts'

/** How many rooms are let go of by one statement. */
const SLICE = 1000

const DISOWN = `WITH mine AS MATERIALIZED (
  SELECT heads.room FROM unnest($1::text[], $2::bigint[]) AS asked (id, term) JOIN heads ON heads.id = asked.id
  WHERE heads.term = asked.term AND heads.owner IS NOT NULL ORDER BY heads.room FOR NO KEY UPDATE OF heads SKIP LOCKED
), freed AS (
  UPDATE heads SET owner = NULL FROM mine WHERE heads.room = mine.room RETURNING heads.id
)
SELECT asked.id AS "roomId", asked.term FROM unnest($1::text[], $2::bigint[]) AS asked (id, term)
  JOIN heads ON heads.id = asked.id LEFT JOIN freed ON freed.id = asked.id
WHERE heads.term = asked.term AND heads.owner IS NOT NULL AND freed.id IS NULL`

type DisownedRow = { -readonly [Key in keyof DisownedRoom]: DisownedRoom[Key] }

/** See `RoomLog.disown`: a head that somebody else has just now is waited for a while. */
export async function disownRooms(pool: Pool, rooms: readonly DisownedRoom[]): Promise<void> {
  for (let start = 0; start < rooms.length; start += SLICE) {
    const slice = rooms.slice(start, start + SLICE)
    await disownSome(
      pool,
      slice.map((room) => ({ ...room, roomId: storableText(room.roomId) })),
    )
  }
}

async function disownSome(pool: Pool, rooms: readonly DisownedRoom[]): Promise<void> {
  let open = rooms
  for (const pause of patience()) {
    const values = [open.map(({ roomId }) => roomId), open.map(({ term }) => term)]
    const asked = { name: 'disown', text: DISOWN, values }
    open = (await withClient(pool, (client) => askPrepared<DisownedRow>(client, asked))).rows
    if (open.length === 0) return
    await setTimeout(pause)
  }
  throw new StoreError('LOCKED', `Somebody else has room ${open[0]?.roomId}.`)
}
