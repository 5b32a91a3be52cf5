import { type Kysely, sql } from 'kysely'
import type { RoomStatus } from '../../protocol/room-document.ts'
import type { CataloguedRoom, CatalogueQuery, PendingQuery, RoomCatalogue } from '../../rooms/log/room-catalogue.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Tables } from './tables.ts'

/** How many rooms are made in one transaction: others wait meanwhile. */
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
}

/** The rooms in any database that kysely speaks to: reading may go to another connection than writing. */
export class SqlRoomCatalogue implements RoomCatalogue {
  readonly #reading: Kysely<Tables>
  readonly #writing: Kysely<Tables>

  constructor(databases: { readonly reading: Kysely<Tables>; readonly writing: Kysely<Tables> }) {
    this.#reading = databases.reading
    this.#writing = databases.writing
  }

  async ensure(rooms: readonly RoomRecord[]): Promise<void> {
    for (let start = 0; start < rooms.length; start += SLICE) await this.#make(rooms.slice(start, start + SLICE))
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
          WHERE application = ${application} AND public = 1 AND position > ${after} ORDER BY position LIMIT ${limit}) AS open
        UNION ALL
        SELECT * FROM (${user === null ? PRIVATE_ROOMS : sql`SELECT room FROM room_guests WHERE "user" = ${storableText(user)}`}
          AND application = ${application} AND room > ${after} ORDER BY room LIMIT ${limit}) AS private
        ORDER BY position LIMIT ${limit}
      ) AS page JOIN rooms ON rooms.position = page.position LEFT JOIN heads ON heads.id = rooms.id
      ORDER BY rooms.position`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async seated(after: number, limit: number): Promise<readonly CataloguedRoom[]> {
    // CROSS JOIN: SQLite begins with its left side, which is the shorter one by far.
    const { rows } = await sql<Row>`${COLUMNS} FROM heads CROSS JOIN rooms
      WHERE heads.members > 0 AND rooms.id = heads.id AND rooms.position > ${after}
      ORDER BY rooms.position LIMIT ${limit}`.execute(this.#reading)
    return rows.map(roomOf)
  }

  async pending({ before, after, limit, effects }: PendingQuery): Promise<readonly CataloguedRoom[]> {
    const waiting = effects ? WITH_EFFECTS : sql``
    const { rows } = await sql<Row>`${COLUMNS} FROM (
        SELECT id FROM heads WHERE due IS NOT NULL AND (due <= ${before} OR at > ${before})
        ${waiting}
      ) AS pending CROSS JOIN rooms LEFT JOIN heads ON heads.id = rooms.id
      WHERE rooms.id = pending.id AND rooms.position > ${after} ORDER BY rooms.position LIMIT ${limit}`.execute(
      this.#reading,
    )
    return rows.map(roomOf)
  }

  async #make(rooms: readonly RoomRecord[]): Promise<void> {
    const guestsOf = new Map<string, readonly string[]>()
    // Of two with one id the first is made.
    for (const { id, users } of rooms.toReversed()) guestsOf.set(storableText(id), (users ?? []).map(storableText))
    await this.#writing.transaction().execute(async (transaction) => {
      const made = await transaction
        .insertInto('rooms')
        .values(rooms.map(rowOf))
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning(['position', 'id', 'application'])
        .execute()
      for (const { position: room, id, application } of made) {
        const guests = [...new Set(guestsOf.get(id))].map((user) => ({ user, application, room }))
        // A statement takes some ten thousand values.
        for (let start = 0; start < guests.length; start += GUESTS_AT_ONCE) {
          const slice = guests.slice(start, start + GUESTS_AT_ONCE)
          await transaction.insertInto('room_guests').values(slice).execute()
        }
      }
    })
  }
}

const WITH_EFFECTS = sql`UNION SELECT heads.id FROM (SELECT DISTINCT room FROM effects) AS waiting
  JOIN heads ON heads.room = waiting.room`

const PRIVATE_ROOMS = sql`SELECT room FROM (SELECT position AS room, application FROM rooms WHERE public = 0) AS rooms WHERE true`

const COLUMNS = sql`SELECT rooms.position, rooms.id, rooms.name, rooms.application, rooms.users,
  rooms.settings, heads.status, heads.members, heads.preview`

function rowOf({ id, name, application, users, players, options }: RoomRecord) {
  const texts = { id: storableText(id), name: storableText(name), application }
  const own = { ...(players && { players }), ...(options !== undefined && { options }) }
  return {
    ...texts,
    public: users ? (0 as const) : (1 as const),
    users: users ? JSON.stringify(users) : null,
    settings: Object.keys(own).length > 0 ? JSON.stringify(own) : null,
  }
}

function roomOf({ position, id, name, application, users, settings, status, members, preview }: Row): CataloguedRoom {
  const record = {
    ...{ id: textFromStored(id), name: textFromStored(name), application },
    ...(users !== null && { users: JSON.parse(users) }),
    ...(settings !== null && JSON.parse(settings)),
  }
  const standing = { status: status ?? 'waiting', members: members ?? 0 }
  return { record, position, standing: preview === null ? standing : { ...standing, preview: textFromStored(preview) } }
}
