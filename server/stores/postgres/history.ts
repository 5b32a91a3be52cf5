import { sql, type Transaction } from 'kysely'
import type { Database } from '../sql/database.ts'
import type { Tables } from '../sql/tables.ts'
import { StoreError } from '../store-error.ts'

const NAMES = ['database', 'history', 'moving']

const HALF_MOVED =
  'A folder is being moved into this database, and not all of it is there: call soc-draw migrate again.'

/**
 * The name that all epochs carry; empty as long as nothing was ever lost. A database that was put back to what it was
 * earlier is another one by what PostgreSQL says of itself: another cluster, another time line of it, or another database.
 * Then every room's history gets another name, so that no client mixes what it has seen with what is here. What was put back
 * within the very same database PostgreSQL does not tell: whoever does that deletes the row `database` of `meta`.
 */
export function historyOf(database: Database, randomName: () => string): Promise<string> {
  return database.change(['history'], async (writing) => {
    const rows = await writing.selectFrom('meta').selectAll().where('name', 'in', NAMES).execute()
    const known = new Map(rows.map(({ name, value }) => [name, value]))
    if (known.has('moving')) throw new StoreError('UNUSABLE', HALF_MOVED)
    const identity = await identityIn(writing)
    // Tables that were never opened have lost nothing; those with rooms and without the row were put back.
    const isNew =
      !known.has('database') && !(await writing.selectFrom('rooms').select('id').limit(1).executeTakeFirst())
    const isSame = isNew || known.get('database') === identity
    const history = isSame ? (known.get('history') ?? '') : randomName()
    const values = Object.entries({ database: identity, history }).map(([name, value]) => ({ name, value }))
    await writing
      .insertInto('meta')
      .values(values)
      .onConflict((conflict) => conflict.column('name').doUpdateSet(({ ref }) => ({ value: ref('excluded.value') })))
      .execute()
    return history
  })
}

/** What PostgreSQL calls this database, as long as nobody puts it back to what it was. */
export async function identityIn(writing: Transaction<Tables>): Promise<string> {
  const { rows } = await sql<{ identity: string }>`SELECT system_identifier || '.' ||
    left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.' || pg_database.oid AS identity
    FROM pg_control_system(), pg_database WHERE datname = current_database()`.execute(writing)
  return rows[0]?.identity ?? ''
}
