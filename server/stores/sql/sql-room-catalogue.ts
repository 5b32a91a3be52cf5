import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type {
  CataloguedRoom,
  CatalogueQuery,
  FoundRoom,
  OutdatedQuery,
  OutdatedRoom,
  PendingQuery,
  PositionsQuery,
  RoomCatalogue,
  RoomChange,
  RoomOrigin,
  RoomQuery,
  UsersRoomsQuery,
} from '../../rooms/log/room-catalogue.ts'
import type { RoomSearch } from '../../rooms/log/room-search.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Database, Turn } from './database.ts'
import { purgeRoom } from './purge-room.ts'
import { COLUMNS, type RoomRow, roomOf } from './room-rows.ts'
import { writeAudit } from './sql-audit-log.ts'
import { searchRooms } from './sql-room-search.ts'
import type { Tables } from './tables.ts'
import { addRooms, archiveRooms, changeRoom, mayOwnMore, updateRooms } from './write-rooms.ts'

/** How a database tells rooms apart that other nodes run. */
export interface OwnersInSql {
  /** What to read as `heads` where seats are taken and no lease that is not over has the room. */
  readonly seated: RawBuilder<unknown>
  /** Whether no other lease than this one has the room of `heads`, or that is over. */
  free(lease: number | undefined): RawBuilder<unknown>
}

const NO_OWNERS: OwnersInSql = { seated: sql`heads`, free: () => sql`1 = 1` }

/** How many rooms are written in one transaction: others wait meanwhile. */
const SLICE = 500

/** The rooms in any database that kysely speaks to: reading may go to another connection than writing. */
export class SqlRoomCatalogue implements RoomCatalogue {
  readonly #database: Database
  readonly #reading: Kysely<Tables>
  readonly #owners: OwnersInSql

  /** @param owners how rooms are told apart that other nodes run; absent where none can be there */
  constructor(database: Database, owners = NO_OWNERS) {
    this.#database = database
    this.#owners = owners
    this.#reading = database.reading
  }

  async ensure(rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<void> {
    for (const slice of slices(rooms)) await this.#change('rooms', (writing) => addRooms(writing, slice, origin))
  }

  async update(rooms: readonly RoomRecord[]): Promise<void> {
    for (const slice of slices(rooms)) await this.#change('rooms', (writing) => updateRooms(writing, slice))
  }

  async archive(roomIds: readonly string[]): Promise<void> {
    for (const slice of slices(roomIds)) await this.#change('rooms', (writing) => archiveRooms(writing, slice))
  }

  make(record: RoomRecord, most: number, audit?: AuditEntry): Promise<CataloguedRoom | undefined> {
    // One after the other, whoever’s they are: so the one that is there later stands later, and who reads on misses none.
    return this.#change('rooms', async (writing) => {
      if (!(await mayOwnMore(writing, record.owner, most))) return undefined
      const [made] = await addRooms(writing, [record], 'people')
      if (made === undefined) return undefined
      await writeAudit(writing, audit)
      return find(writing, record.id)
    })
  }

  change(change: RoomChange, audit?: AuditEntry): Promise<CataloguedRoom | undefined> {
    return this.#change(`room:${change.record.id}`, (writing) => changeAndFind(writing, change, audit))
  }

  handOver(change: RoomChange, most: number, audit?: AuditEntry): Promise<CataloguedRoom | 'full' | undefined> {
    // Also with who makes one: both count.
    return this.#database.change(['rooms', `room:${change.record.id}`], async (writing) => {
      if (!(await mayOwnMore(writing, change.record.owner, most))) return 'full'
      return changeAndFind(writing, change, audit)
    })
  }

  async deleted(before: number, limit: number): Promise<readonly CataloguedRoom[]> {
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.deleted_at < ${before} ORDER BY rooms.deleted_at, rooms.position LIMIT ${limit}`.execute(
      this.#reading,
    )
    return rows.map(roomOf)
  }

  purge(roomId: string): Promise<boolean> {
    return this.#change(`room:${roomId}`, (writing) => purgeRoom(writing, roomId))
  }

  find(roomId: string): Promise<CataloguedRoom | undefined> {
    return find(this.#reading, roomId)
  }

  async page({ application, user, after, limit }: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    // Each half comes in order out of its index, so that neither reads more than a page.
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM (
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
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.position IN (${sql.join(positions)}) AND rooms.application = ${application} AND rooms.archived = 0
      ORDER BY rooms.position`.execute(this.#reading)
    return rows.map(roomOf)
  }

  search(query: RoomSearch): Promise<readonly FoundRoom[]> {
    return searchRooms(this.#reading, query)
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
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
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
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM ${this.#owners.seated} CROSS JOIN rooms
      WHERE heads.members > 0 AND rooms.id = heads.id AND rooms.archived = 0 AND rooms.position > ${after}
      ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async naming({ user, after, limit }: UsersRoomsQuery): Promise<readonly CataloguedRoom[]> {
    // Asked once where an account is deleted: all rooms are looked at, as for a search.
    const quoted = JSON.stringify(user)
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.hosted = 0 AND rooms.position > ${after}
        AND (replace(rooms.users, ${quoted}, '') <> rooms.users OR replace(rooms.settings, ${quoted}, '') <> rooms.settings)
      ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async untold({ user, name, after, limit }: UsersRoomsQuery & { readonly name: string }) {
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM room_people JOIN heads ON heads.room = room_people.room
      JOIN rooms ON rooms.id = heads.id
      WHERE room_people."user" = ${storableText(user)} AND room_people.name <> ${storableText(name)}
        AND rooms.position > ${after}
      ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async pending({ before, after, limit, effects, lease }: PendingQuery): Promise<readonly CataloguedRoom[]> {
    const free = this.#owners.free(lease)
    const waiting = effects ? sql`${WITH_EFFECTS} WHERE ${free}` : sql``
    const { rows } = await sql<RoomRow>`${COLUMNS} FROM (
        SELECT heads.id FROM heads CROSS JOIN rooms WHERE due IS NOT NULL AND (due <= ${before} OR at > ${before})
          AND rooms.id = heads.id AND rooms.archived = 0 AND ${free}
        ${waiting}
      ) AS pending CROSS JOIN rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.id = pending.id AND rooms.position > ${after} ORDER BY rooms.position LIMIT ${limit}`.execute(
      this.#reading,
    )
    return rows.map(roomOf)
  }

  #change<Result>(turn: Turn, write: (writing: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.#database.change([turn], write)
  }
}

/** See `RoomCatalogue.change`. */
export async function changeAndFind(
  writing: Transaction<Tables>,
  change: RoomChange,
  audit?: AuditEntry,
): Promise<CataloguedRoom | undefined> {
  if (!(await changeRoom(writing, change))) return undefined
  await writeAudit(writing, audit)
  return find(writing, change.record.id)
}

async function find(database: Kysely<Tables>, roomId: string): Promise<CataloguedRoom | undefined> {
  const { rows } = await sql<RoomRow>`${COLUMNS} FROM rooms LEFT JOIN heads ON heads.id = rooms.id
    WHERE rooms.id = ${storableText(roomId)}`.execute(database)
  return rows[0] && roomOf(rows[0])
}

function* slices<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += SLICE) yield items.slice(start, start + SLICE)
}

const WITH_EFFECTS = sql`UNION SELECT heads.id FROM (SELECT DISTINCT room FROM effects) AS waiting
  JOIN heads ON heads.room = waiting.room`

const PRIVATE_ROOMS = sql`SELECT room FROM (SELECT position AS room, application FROM rooms WHERE public = 0 AND archived = 0) AS rooms WHERE true`
