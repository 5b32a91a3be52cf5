import type { Kysely, Transaction } from 'kysely'
import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { AuditLog, StoredAuditEntry } from '../../rooms/log/audit-log.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import type { Tables } from './tables.ts'

/** The audit log in any database that kysely speaks to. */
export class SqlAuditLog implements AuditLog {
  readonly #reading: Kysely<Tables>

  constructor(reading: Kysely<Tables>) {
    this.#reading = reading
  }

  async entries({ before, limit }: Parameters<AuditLog['entries']>[0]): Promise<readonly StoredAuditEntry[]> {
    const all = this.#reading.selectFrom('audit').selectAll().orderBy('position', 'desc').limit(limit)
    const rows = await (before === undefined ? all : all.where('position', '<', before)).execute()
    return rows.map(({ position, at, actor, what, room, user, details }) => ({
      ...{ position, at, by: textFromStored(actor), what },
      ...(room !== null && { room: textFromStored(room) }),
      ...(user !== null && { user: textFromStored(user) }),
      ...(details !== null && { details: JSON.parse(details) }),
    }))
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
