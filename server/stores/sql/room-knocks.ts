import type { Kysely, Transaction } from 'kysely'
import type { Knock } from '../../rooms/log/room-doors.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { knocksAfter } from '../knocks-after.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Tables } from './tables.ts'

/** Who has asked to be let into a room since a time, the first to do so first. */
export async function knocksIn(database: Kysely<Tables>, roomId: string, since: number): Promise<readonly Knock[]> {
  const knocks = database.selectFrom('room_knocks').selectAll().where('room', '=', storableText(roomId))
  const rows = await knocks.where('at', '>=', since).orderBy('position').execute()
  return rows.map(({ user, name, at }) => ({ user: { id: textFromStored(user), name: textFromStored(name) }, at }))
}

/** Forgets whoever has no more to ask of a room that is this one by now. */
export async function settleKnocks(writing: Transaction<Tables>, record: RoomRecord): Promise<void> {
  const there = await knocksIn(writing, record.id, 0)
  if (there.length === 0) return
  const left = new Set(knocksAfter(record, there).map(({ user }) => user.id))
  const gone = there.flatMap(({ user }) => (left.has(user.id) ? [] : storableText(user.id)))
  if (gone.length === 0) return
  const knocks = writing.deleteFrom('room_knocks').where('room', '=', storableText(record.id))
  await knocks.where('user', 'in', gone).execute()
}
