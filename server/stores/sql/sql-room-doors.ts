import type { Kysely, Selectable } from 'kysely'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { CataloguedRoom, RoomChange } from '../../rooms/log/room-catalogue.ts'
import type { Knock, RoomDoors, RoomLink } from '../../rooms/log/room-doors.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Database } from './database.ts'
import { knocksIn } from './room-knocks.ts'
import { writeAudit } from './sql-audit-log.ts'
import { changeAndFind } from './sql-room-catalogue.ts'
import type { Tables } from './tables.ts'

/** Links into rooms and knocks in any database that kysely speaks to. */
export class SqlRoomDoors implements RoomDoors {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  addLink(link: RoomLink, most: number, audit?: AuditEntry): Promise<boolean> {
    return this.#database.change([`room:${link.room}`], async (writing) => {
      const there = await usable(writing, link.room, link.madeAt).limit(most).execute()
      if (there.length >= most) return false
      await writing.insertInto('room_links').values(rowOf(link)).execute()
      await writeAudit(writing, audit)
      return true
    })
  }

  async findLink(id: string): Promise<RoomLink | undefined> {
    const row = await this.#database.writing
      .selectFrom('room_links')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    return row && linkOf(row)
  }

  async linksOf(roomId: string, now: number): Promise<readonly RoomLink[]> {
    return (await usable(this.#database.writing, roomId, now).orderBy('position', 'desc').execute()).map(linkOf)
  }

  removeLink(roomId: string, id: string, audit?: AuditEntry): Promise<boolean> {
    return this.#database.change([`room:${roomId}`], async (writing) => {
      const links = writing.deleteFrom('room_links').where('room', '=', storableText(roomId)).where('id', '=', id)
      const gone = await links.returning('id').executeTakeFirst()
      if (gone) await writeAudit(writing, audit)
      return gone !== undefined
    })
  }

  useLink(
    { id, now }: { readonly id: string; readonly now: number },
    change: RoomChange,
    audit?: AuditEntry,
  ): Promise<CataloguedRoom | 'unusable' | undefined> {
    return this.#database.change([`room:${change.record.id}`], async (writing) => {
      const link = usable(writing, change.record.id, now).where('id', '=', id)
      if (!(await link.executeTakeFirst())) return 'unusable'
      const changed = await changeAndFind(writing, change, audit)
      const taken = writing.updateTable('room_links').set(({ eb }) => ({ uses_left: eb('uses_left', '-', 1) }))
      if (changed) await taken.where('id', '=', id).execute()
      return changed
    })
  }

  knock(roomId: string, { user, at }: Knock, { most, since }: { most: number; since: number }): Promise<boolean> {
    const room = storableText(roomId)
    return this.#database.change([`room:${roomId}`], async (writing) => {
      await writing.deleteFrom('room_knocks').where('room', '=', room).where('at', '<', since).execute()
      const there = await writing.selectFrom('room_knocks').select('user').where('room', '=', room).execute()
      if (there.length >= most) return false
      const knock = { room, user: storableText(user.id), name: storableText(user.name), at }
      const added = writing.insertInto('room_knocks').values(knock)
      const once = added.onConflict((conflict) => conflict.columns(['room', 'user']).doNothing())
      return (await once.returning('user').executeTakeFirst()) !== undefined
    })
  }

  knocksOf(roomId: string, since: number): Promise<readonly Knock[]> {
    return knocksIn(this.#database.writing, roomId, since)
  }

  removeKnock(roomId: string, userId: string, audit?: AuditEntry): Promise<boolean> {
    return this.#database.change([`room:${roomId}`], async (writing) => {
      const knocks = writing.deleteFrom('room_knocks').where('room', '=', storableText(roomId))
      const gone = await knocks.where('user', '=', storableText(userId)).returning('user').executeTakeFirst()
      if (gone) await writeAudit(writing, audit)
      return gone !== undefined
    })
  }

  async removeOf(userId: string): Promise<void> {
    const user = storableText(userId)
    await this.#database.change([], async (writing) => {
      await writing.deleteFrom('room_links').where('made_by', '=', user).execute()
      await writing.deleteFrom('room_knocks').where('user', '=', user).execute()
    })
  }

  async removeSpent(now: number, since: number): Promise<void> {
    await this.#database.change([], async (writing) => {
      const links = writing.deleteFrom('room_links')
      await links.where(({ eb, or }) => or([eb('expires_at', '<=', now), eb('uses_left', '<=', 0)])).execute()
      await writing.deleteFrom('room_knocks').where('at', '<', since).execute()
    })
  }
}

function usable(database: Kysely<Tables>, roomId: string, now: number) {
  const links = database.selectFrom('room_links').selectAll().where('room', '=', storableText(roomId))
  return links.where('uses_left', '>', 0).where('expires_at', '>', now)
}

function linkOf(row: Selectable<Tables['room_links']>): RoomLink {
  const who = { room: textFromStored(row.room), madeBy: textFromStored(row.made_by) }
  const times = { madeAt: row.made_at, expiresAt: row.expires_at }
  return { id: row.id, secretHash: row.secret_hash, ...who, ...times, usesLeft: row.uses_left }
}

function rowOf({ id, secretHash, room, madeBy, madeAt, expiresAt, usesLeft }: RoomLink) {
  const who = { room: storableText(room), made_by: storableText(madeBy) }
  return { id, secret_hash: secretHash, ...who, made_at: madeAt, expires_at: expiresAt, uses_left: usesLeft }
}
