import { sql } from 'kysely'
import { wordsOf } from '../../accounts/search-words.ts'
import type { RoomStatus } from '../../protocol/room-document.ts'
import type { CataloguedRoom } from '../../rooms/log/room-catalogue.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { storableText, textFromStored } from '../storable-text.ts'

/** What is read of a room, by `COLUMNS`. */
export interface RoomRow {
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

/** The beginning of every question that is answered with rooms: it goes on with `FROM rooms` beside `heads`. */
export const COLUMNS = sql`SELECT rooms.position, rooms.id, rooms.name, rooms.application, rooms.users,
  rooms.settings, rooms.hosted, rooms.archived, heads.status, heads.members, heads.preview`

/** A record as its row has it, but for its place and what has become of it. */
export function rowOf({ id, name, application, users, ...settings }: RoomRecord) {
  const { owner, revision = 0, deletedAt, watch, madeAt = 0 } = settings
  const own = JSON.stringify(settings)
  return {
    ...{ id: storableText(id), name: storableText(name), application },
    public: users && watch !== 'everybody' ? (0 as const) : (1 as const),
    users: users ? JSON.stringify(users) : null,
    settings: own === '{}' ? null : own,
    owner: owner === undefined ? null : storableText(owner),
    revision,
    deleted_at: deletedAt ?? null,
    made_at: madeAt,
    words: foldedName(name),
  }
}

/** The words of a room's name as they are looked for, each after a blank. */
export function foldedName(name: string): string {
  return wordsOf(name)
    .map((word) => ` ${word}`)
    .join('')
}

/** The room of a row. */
export function roomOf({ position, status, members, preview, hosted, archived, ...row }: RoomRow): CataloguedRoom {
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
