import { sql, type Transaction } from 'kysely'
import { storableText } from '../storable-text.ts'
import type { Tables } from './tables.ts'

/** How many rows go at once: others wait meanwhile. */
const AT_ONCE = 2000

/** What is kept of a room's log beside its head, under the number that the head has, and what tells a room's rows apart. */
const LOGGED = [
  ['commits', 'version'],
  ['actions', 'version'],
  ['effects', 'position'],
  ['snapshots', 'version'],
] as const

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
  // Whoever has it open still, anywhere, adds nothing to what goes: its term is over.
  const fenced = sql<{ room: number }>`UPDATE heads SET term = term + 1 WHERE id = ${id} RETURNING room`
  const { rows } = await fenced.execute(writing)
  for (const { room: number } of rows) {
    for (const logged of LOGGED) if (await purgeSome(writing, logged, number)) return true
    await sql`DELETE FROM room_people WHERE room = ${number}`.execute(writing)
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
async function purgeSome(
  writing: Transaction<Tables>,
  [name, key]: (typeof LOGGED)[number],
  room: number,
): Promise<boolean> {
  const [table, column] = [sql.table(name), sql.ref(key)]
  const { numAffectedRows } = await sql`DELETE FROM ${table} WHERE room = ${room} AND ${column} IN (
      SELECT ${column} FROM ${table} WHERE room = ${room} ORDER BY ${column} LIMIT ${AT_ONCE})`.execute(writing)
  return Number(numAffectedRows ?? 0) === AT_ONCE
}
