import { type Kysely, sql, type Transaction } from 'kysely'
import type { RoomStatus } from '../../protocol/room-document.ts'
import type {
  CataloguedRoom,
  CatalogueQuery,
  OutdatedQuery,
  OutdatedRoom,
  PendingQuery,
  PositionsQuery,
  RoomCatalogue,
  RoomOrigin,
  RoomQuery,
} from '../../rooms/log/room-catalogue.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Tables } from './tables.ts'

/** How many rooms are written in one transaction: others wait meanwhile. */
const SLICE = 500

const GUESTS_AT_ONCE = 2000

interface Row {
  readonly position: number
  readonly id: string
  readonly name: string
  readonly application: string
  readonly users: string | null
  readonly settings: string | null
  readonly preview: string | null
  readonly status: RoomStatus | null
  readonly members: number | null
  readonly hosted: 0 | 1
  readonly archived: 0 | 1
}

/** The rooms in any database that kysely speaks to: reading may go to another connection than writing. */
export class SqlRoomCatalogue implements RoomCatalogue {
  readonly #reading: Kysely<Tables>
  readonly #writing: Kysely<Tables>

  constructor(databases: { readonly reading: Kysely<Tables>; readonly writing: Kysely<Tables> }) {
    this.#reading = databases.reading
    this.#writing = databases.writing
  }

  async ensure(rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<void> {
    for (const slice of slices(rooms)) await this.#inTransaction((transaction) => make(transaction, slice, origin))
  }

  async update(rooms: readonly RoomRecord[]): Promise<void> {
    for (const slice of slices(rooms)) await this.#inTransaction((transaction) => update(transaction, slice))
  }

  async archive(roomIds: readonly string[]): Promise<void> {
    for (const slice of slices(roomIds)) await this.#inTransaction((transaction) => archive(transaction, slice))
  }

  async find(roomId: string): Promise<CataloguedRoom | undefined> {
    const id = storableText(roomId)
    const { rows } = await sql<Row>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.id = ${id}`.execute(this.#reading)
    return rows[0] && roomOf(rows[0])
  }

  async page({ application, user, after, limit }: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    // Each half comes in order out of its index, so that neither reads more than a page.
    const { rows } = await sql<Row>`${COLUMNS} FROM (
        SELECT * FROM (SELECT position FROM rooms
          WHERE application = ${application} AND archived = 0 AND public = 1 AND position > ${after} ORDER BY position LIMIT ${limit}) AS open
        UNION ALL
        SELECT * FROM (${user === null ? PRIVATE_ROOMS : sql`SELECT room FROM room_guests WHERE "user" = ${storableText(user)}`}
          AND application = ${application} AND room > ${after} ORDER BY room LIMIT ${limit}) AS private
        ORDER BY position LIMIT ${limit}
      ) AS page JOIN rooms ON rooms.position = page.position LEFT JOIN heads ON heads.id = rooms.id
      ORDER BY rooms.position`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async at({ application, positions }: PositionsQuery): Promise<readonly CataloguedRoom[]> {
    if (positions.length === 0) return []
    const { rows } = await sql<Row>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.position IN (${sql.join(positions)}) AND rooms.application = ${application} AND rooms.archived = 0
      ORDER BY rooms.position`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async guests(application: string, limit: number): Promise<readonly string[]> {
    const { rows } = await sql<{ user: string }>`SELECT DISTINCT "user" FROM room_guests
      WHERE application = ${application} LIMIT ${limit}`.execute(this.#reading)
    return rows.map(({ user }) => textFromStored(user))
  }

  async list({ application, origin, archived, after, limit }: RoomQuery): Promise<readonly CataloguedRoom[]> {
    const conditions = [
      sql`rooms.position > ${after}`,
      ...(application === undefined ? [] : [sql`rooms.application = ${application}`]),
      // Written out: an index that holds these rooms only is asked for by these very words.
      ...(origin === undefined ? [] : [origin === 'host' ? sql`rooms.hosted = 1` : sql`rooms.hosted = 0`]),
      ...(archived === undefined ? [] : [archived ? sql`rooms.archived = 1` : sql`rooms.archived = 0`]),
    ]
    const { rows } = await sql<Row>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE ${sql.join(conditions, sql` AND `)} ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async outdated({ application, rules, limit }: OutdatedQuery): Promise<readonly OutdatedRoom[]> {
    const { rows } = await sql<OutdatedRoom>`SELECT rooms.id, heads.rules FROM rooms JOIN heads ON heads.id = rooms.id
      WHERE rooms.application = ${application} AND heads.status <> 'waiting' AND heads.rules < ${rules}
      ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(({ id, rules }) => ({ id: textFromStored(id), rules }))
  }

  async seated(after: number, limit: number): Promise<readonly CataloguedRoom[]> {
    // CROSS JOIN: SQLite begins with its left side, which is the shorter one by far.
    const { rows } = await sql<Row>`${COLUMNS} FROM heads CROSS JOIN rooms
      WHERE heads.members > 0 AND rooms.id = heads.id AND rooms.archived = 0 AND rooms.position > ${after}
      ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async pending({ before, after, limit, effects }: PendingQuery): Promise<readonly CataloguedRoom[]> {
    const waiting = effects ? WITH_EFFECTS : sql``
    const { rows } = await sql<Row>`${COLUMNS} FROM (
        SELECT heads.id FROM heads CROSS JOIN rooms WHERE due IS NOT NULL AND (due <= ${before} OR at > ${before})
          AND rooms.id = heads.id AND rooms.archived = 0
        ${waiting}
      ) AS pending CROSS JOIN rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.id = pending.id AND rooms.position > ${after} ORDER BY rooms.position LIMIT ${limit}`.execute(
      this.#reading,
    )
    return rows.map(roomOf)
  }

  #inTransaction(write: (transaction: Transaction<Tables>) => Promise<void>): Promise<void> {
    return this.#writing.transaction().execute(write)
  }
}

function* slices<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += SLICE) yield items.slice(start, start + SLICE)
}

async function make(transaction: Transaction<Tables>, rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<void> {
  const hosted = origin === 'host' ? 1 : 0
  const made = await transaction
    .insertInto('rooms')
    .values(rooms.map((room) => ({ ...rowOf(room), hosted, archived: 0 })))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning(['position', 'id'])
    .execute()
  // Of two with one id the first is made.
  const byId = new Map(rooms.toReversed().map((room) => [storableText(room.id), room]))
  for (const { position, id } of made) await invite(transaction, position, byId.get(id))
}

async function update(transaction: Transaction<Tables>, rooms: readonly RoomRecord[]): Promise<void> {
  for (const room of rooms) {
    const { id, application: _same, ...row } = rowOf(room)
    const changed = transaction.updateTable('rooms').set({ ...row, archived: 0 })
    const [there] = await changed.where('id', '=', id).returning('position').execute()
    if (!there) continue
    await transaction.deleteFrom('room_guests').where('room', '=', there.position).execute()
    await invite(transaction, there.position, room)
  }
}

async function archive(transaction: Transaction<Tables>, roomIds: readonly string[]): Promise<void> {
  const archived = transaction.updateTable('rooms').set({ archived: 1 })
  const rooms = await archived.where('id', 'in', roomIds.map(storableText)).returning('position').execute()
  const positions = rooms.map(({ position }) => position)
  if (positions.length > 0) await transaction.deleteFrom('room_guests').where('room', 'in', positions).execute()
}

/** Notes for each of those who may enter that the room is theirs. */
async function invite(transaction: Transaction<Tables>, room: number, record: RoomRecord | undefined): Promise<void> {
  if (!record?.users) return
  const { application, users } = record
  const guests = [...new Set(users.map(storableText))].map((user) => ({ user, application, room }))
  // A statement takes some ten thousand values.
  for (let start = 0; start < guests.length; start += GUESTS_AT_ONCE) {
    const slice = guests.slice(start, start + GUESTS_AT_ONCE)
    await transaction.insertInto('room_guests').values(slice).execute()
  }
}

const WITH_EFFECTS = sql`UNION SELECT heads.id FROM (SELECT DISTINCT room FROM effects) AS waiting
  JOIN heads ON heads.room = waiting.room`

const PRIVATE_ROOMS = sql`SELECT room FROM (SELECT position AS room, application FROM rooms WHERE public = 0 AND archived = 0) AS rooms WHERE true`

const COLUMNS = sql`SELECT rooms.position, rooms.id, rooms.name, rooms.application, rooms.users,
  rooms.settings, rooms.hosted, rooms.archived, heads.status, heads.members, heads.preview`

function rowOf({ id, name, application, users, owner, moderators, players, options }: RoomRecord) {
  const texts = { id: storableText(id), name: storableText(name), application }
  const roles = { ...(owner !== undefined && { owner }), ...(moderators && { moderators }) }
  const own = { ...roles, ...(players && { players }), ...(options !== undefined && { options }) }
  return {
    ...texts,
    public: users ? (0 as const) : (1 as const),
    users: users ? JSON.stringify(users) : null,
    settings: Object.keys(own).length > 0 ? JSON.stringify(own) : null,
  }
}

function roomOf({ position, status, members, preview, hosted, archived, ...row }: Row): CataloguedRoom {
  const { id, name, application, users, settings } = row
  const record = {
    ...{ id: textFromStored(id), name: textFromStored(name), application },
    ...(users !== null && { users: JSON.parse(users) }),
    ...(settings !== null && JSON.parse(settings)),
  }
  const shown = preview !== null && { preview: textFromStored(preview) }
  return {
    record,
    position,
    standing: { status: status ?? 'waiting', members: members ?? 0, ...shown },
    origin: hosted === 1 ? 'host' : 'people',
    archived: archived === 1,
  }
}
