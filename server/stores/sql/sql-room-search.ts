import { type Kysely, type RawBuilder, sql } from 'kysely'
import { soughtWords } from '../../accounts/search-words.ts'
import type { AnyRoomFilter } from '../../protocol/room-filter.ts'
import type { FoundRoom } from '../../rooms/log/room-catalogue.ts'
import type { RoomSearch } from '../../rooms/log/room-search.ts'
import { storableText } from '../storable-text.ts'
import { COLUMNS, type RoomRow, roomOf } from './room-rows.ts'
import type { Tables } from './tables.ts'

/**
 * See `RoomCatalogue.search`. It looks at every room that the user may find: when something happened in each last is noted
 * in its log alone, and an index of that would make every commit dearer for what few ask, and not often.
 */
export async function searchRooms(database: Kysely<Tables>, query: RoomSearch): Promise<readonly FoundRoom[]> {
  const words = soughtWords(query.search)
  if (words === undefined) return []
  const { application, filter, after, limit } = query
  const rank = filter === 'waiting' ? MEMBERS : ACTIVE
  const conditions = [
    ...(application === undefined ? [] : [sql`rooms.application = ${application}`]),
    whose(query),
    ...words.map((word) => sql`rooms.words LIKE ${`% ${word}%`}`),
    ...(filter === undefined ? [] : [STANDING[filter]]),
    ...(after
      ? [sql`(${rank} < ${after.rank} OR (${rank} = ${after.rank} AND rooms.position > ${after.position}))`]
      : []),
  ]
  // What a room shows is read of those only that are answered with.
  const { rows } = await sql<RoomRow & { readonly rank: number }>`${COLUMNS}, found.rank FROM (
      SELECT rooms.position AS place, ${rank} AS rank FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY 2 DESC, 1 LIMIT ${limit}
    ) AS found JOIN rooms ON rooms.position = found.place LEFT JOIN heads ON heads.id = rooms.id
    ORDER BY found.rank DESC, found.place`.execute(database)
  return rows.map(({ rank, ...row }) => ({ ...roomOf(row), rank }))
}

function whose({ application, user, all, filter, part }: RoomSearch): RawBuilder<unknown> {
  const id = storableText(user)
  const own = sql`rooms.owner = ${id}`
  if (filter === 'mine') return sql`${own} AND rooms.archived = 0`
  if (filter === 'archived' || filter === 'deleted')
    return all ? sql`rooms.archived = 1` : sql`${own} AND rooms.archived = 1`
  if (filter === 'every') return all ? sql`1 = 1` : own
  if (all) return sql`rooms.archived = 0`
  if (part === 'everyones') return sql`rooms.archived = 0 AND rooms.public = 1`
  const there = application === undefined ? sql`` : sql`AND application = ${application}`
  const invited = sql`SELECT room FROM room_guests WHERE "user" = ${id} ${there}`
  if (part === 'theirs') return sql`rooms.archived = 0 AND rooms.public = 0 AND rooms.position IN (${invited})`
  return sql`rooms.archived = 0 AND (rooms.public = 1 OR rooms.position IN (${invited}))`
}

const ACTIVE = sql`CASE WHEN heads.at > rooms.made_at THEN heads.at ELSE rooms.made_at END`
const MEMBERS = sql`coalesce(heads.members, 0)`

const STANDING: Readonly<Record<AnyRoomFilter, RawBuilder<unknown>>> = {
  running: sql`heads.status = 'running'`,
  waiting: sql`coalesce(heads.status, 'waiting') IN ('waiting', 'paused')`,
  mine: sql`1 = 1`,
  archived: sql`rooms.deleted_at IS NULL`,
  deleted: sql`rooms.deleted_at IS NOT NULL`,
  every: sql`1 = 1`,
}
