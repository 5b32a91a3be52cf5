import { sql, type Transaction } from 'kysely'
import { storableText } from '../storable-text.ts'
import type { Tables } from './tables.ts'

/** How many rows go at once: others wait meanwhile. */
const AT_ONCE = 2000

/** What is kept of a room's log beside its head, under the number that the head has. */
const LOGGED = ['commits', 'actions', 'effects', 'snapshots'] as const

/** See `RoomCatalogue.purge`: what was begun is gone on with, since the head goes after all that stands under it. */
export async function purgeRoom(writing: Transaction<Tables>, roomId: string): Promise<boolean> {
  const id = storableText(roomId)
  const deleted = writing
    .selectFrom('rooms')
    .select('position')
    .where('id', '=', id)
    .where('deleted_at', 'is not', null)
  const room = await deleted.executeTakeFirst()
  if (!room) return false
  const { rows } = await sql<{ room: number }>`SELECT room FROM heads WHERE id = ${id}`.execute(writing)
  for (const { room: number } of rows) {
    for (const table of LOGGED) if (await purgeSome(writing, table, number)) return true
    await sql`DELETE FROM cursors WHERE room = ${number}`.execute(writing)
    await sql`DELETE FROM heads WHERE room = ${number}`.execute(writing)
  }
  await writing.deleteFrom('room_guests').where('room', '=', room.position).execute()
  await writing.deleteFrom('room_links').where('room', '=', id).execute()
  await writing.deleteFrom('room_knocks').where('room', '=', id).execute()
  await writing.deleteFrom('rooms').where('position', '=', room.position).execute()
  return false
}

/** Returns whether there may be more. */
async function purgeSome(writing: Transaction<Tables>, table: string, room: number): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM ${sql.table(table)} WHERE rowid IN (
      SELECT rowid FROM ${sql.table(table)} WHERE room = ${room} LIMIT ${AT_ONCE})`.execute(writing)
  return Number(numAffectedRows ?? 0) === AT_ONCE
}
