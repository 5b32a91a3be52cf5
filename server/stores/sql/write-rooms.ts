import type { Transaction } from 'kysely'
import type { RoomChange, RoomOrigin } from '../../rooms/log/room-catalogue.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { storableText } from '../storable-text.ts'
import { settleKnocks } from './room-knocks.ts'
import { rowOf } from './room-rows.ts'
import type { Tables } from './tables.ts'

type Writing = Transaction<Tables>

/** How many rows are written, or removed, by one statement: it takes some ten thousand values, and others wait meanwhile. */
const AT_ONCE = 2000

/** Makes the rooms that are missing. Of two with one id the first is made. Returns the positions of those that were made. */
export async function addRooms(writing: Writing, rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<number[]> {
  const hosted = origin === 'host' ? (1 as const) : (0 as const)
  const made = await writing
    .insertInto('rooms')
    .values(rooms.map((room) => ({ ...rowOf(room), hosted, archived: 0 as const })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning(['position', 'id'])
    .execute()
  const byId = new Map(rooms.toReversed().map((room) => [storableText(room.id), room]))
  for (const { position, id } of made) await invite(writing, position, byId.get(id))
  return made.map(({ position }) => position)
}

/** Makes rooms what their records say, out of the archive. */
export async function updateRooms(writing: Writing, rooms: readonly RoomRecord[]): Promise<void> {
  for (const room of rooms) {
    const { id, application: _same, ...row } = rowOf(room)
    const changed = writing.updateTable('rooms').set({ ...row, archived: 0, put_away: 0 })
    const [there] = await changed.where('id', '=', id).returning('position').execute()
    if (there) await inviteAnew(writing, there.position, room)
  }
}

/** Puts rooms into the archive. */
export async function archiveRooms(writing: Writing, roomIds: readonly string[]): Promise<void> {
  const archived = writing.updateTable('rooms').set({ archived: 1, put_away: 1 })
  const rooms = await archived.where('id', 'in', roomIds.map(storableText)).returning('position').execute()
  const positions = rooms.map(({ position }) => position)
  if (positions.length > 0) await writing.deleteFrom('room_guests').where('room', 'in', positions).execute()
}

/** Whether there is room for one more of an owner's, who may have `most` that are not deleted. */
export async function mayOwnMore(writing: Writing, owner: string | undefined, most: number): Promise<boolean> {
  if (owner === undefined) return true
  const owned = writing.selectFrom('rooms').select('position').where('owner', '=', storableText(owner))
  const alive = owned.where('hosted', '=', 0).where('deleted_at', 'is', null)
  return (await alive.limit(most).execute()).length < most
}

/** See `RoomCatalogue.change`. Returns whether it did. */
export async function changeRoom(writing: Writing, { record, archived }: RoomChange): Promise<boolean> {
  const { id, application: _same, revision, ...row } = rowOf(record)
  const putAway = archived === undefined ? undefined : archived ? (1 as const) : (0 as const)
  const set = writing
    .updateTable('rooms')
    .set((room) => {
      const hidden = record.deletedAt === undefined ? (putAway ?? room.ref('put_away')) : (1 as const)
      return { ...row, revision, ...(putAway !== undefined && { put_away: putAway }), archived: hidden }
    })
    .where('id', '=', id)
    .where('revision', '=', revision - 1)
  const [changed] = await set.returning(['position', 'archived']).execute()
  if (!changed) return false
  await inviteAnew(writing, changed.position, changed.archived === 1 ? undefined : record)
  await settleKnocks(writing, record)
  return true
}

async function inviteAnew(writing: Writing, position: number, record: RoomRecord | undefined): Promise<void> {
  await writing.deleteFrom('room_guests').where('room', '=', position).execute()
  await invite(writing, position, record)
}

/** Notes for each of those who may enter that the room is theirs, unless everybody sees it. */
async function invite(writing: Writing, room: number, record: RoomRecord | undefined): Promise<void> {
  if (!record?.users || record.watch === 'everybody') return
  const { application, users } = record
  const guests = [...new Set(users.map(storableText))].map((user) => ({ user, application, room }))
  for (let start = 0; start < guests.length; start += AT_ONCE) {
    await writing
      .insertInto('room_guests')
      .values(guests.slice(start, start + AT_ONCE))
      .execute()
  }
}
