import type { Transaction } from 'kysely'
import type { AuditLog, StoredAuditEntry } from '../../accounts/audit-log.ts'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Database } from './database.ts'
import type { Tables } from './tables.ts'

/** Comes after the point that ends a thing's name, in every order of texts that is by code points. */
const AFTER_POINT = '/'

/** The audit log in any database that kysely speaks to. */
export class SqlAuditLog implements AuditLog {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async entries(query: Parameters<AuditLog['entries']>[0]): Promise<readonly StoredAuditEntry[]> {
    const { by, what, user, room, since, until, before, limit } = query
    let found = this.#database.reading.selectFrom('audit').selectAll()
    if (before !== undefined) found = found.where('position', '<', before)
    if (by !== undefined) found = found.where('actor', '=', storableText(by))
    if (user !== undefined) found = found.where('user', '=', storableText(user))
    if (room !== undefined) found = found.where('room', '=', storableText(room))
    if (since !== undefined) found = found.where('at', '>=', since)
    if (until !== undefined) found = found.where('at', '<', until)
    if (what !== undefined) {
      found = found.where(({ eb, and, or }) =>
        or([eb('what', '=', what), and([eb('what', '>', `${what}.`), eb('what', '<', what + AFTER_POINT)])]),
      )
    }
    const rows = await found.orderBy('position', 'desc').limit(limit).execute()
    return rows.map(({ position, at, actor, what, room, user, details }) => ({
      ...{ position, at, by: textFromStored(actor), what },
      ...(room !== null && { room: textFromStored(room) }),
      ...(user !== null && { user: textFromStored(user) }),
      ...(details !== null && { details: JSON.parse(details) }),
    }))
  }

  async removeBefore(time: number, limit: number): Promise<number> {
    const { writing } = this.#database
    const oldest = writing.selectFrom('audit').select('position').where('at', '<', time)
    const gone = writing
      .deleteFrom('audit')
      .where('position', 'in', oldest.orderBy('position').limit(limit))
      .returning('position')
    return (await gone.execute()).length
  }
}

/** Adds an entry, if there is one, in the transaction of what it tells of. */
export async function writeAudit(writing: Transaction<Tables>, entry: AuditEntry | undefined): Promise<void> {
  if (!entry) return
  const { at, by, what, room, user, details } = entry
  await writing
    .insertInto('audit')
    .values({
      ...{ at, actor: storableText(by), what },
      room: room === undefined ? null : storableText(room),
      user: user === undefined ? null : storableText(user),
      details: details === undefined ? null : JSON.stringify(details),
    })
    .execute()
}
