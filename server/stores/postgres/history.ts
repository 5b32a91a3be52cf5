import { sql } from 'kysely'
import type { Database } from '../sql/database.ts'

/**
 * The name that all epochs carry; empty as long as nothing was ever lost. A database that was put back to what it was
 * earlier is another one by what PostgreSQL says of itself: another cluster, another time line of it, or another database.
 * Then every room's history gets another name, so that no client mixes what it has seen with what is here. What was put back
 * within the very same database PostgreSQL does not tell: whoever does that deletes the row `database` of `meta`.
 */
export function historyOf(database: Database, randomName: () => string): Promise<string> {
  return database.change(['history'], async (writing) => {
    const rows = await writing.selectFrom('meta').selectAll().where('name', 'in', ['database', 'history']).execute()
    const known = new Map(rows.map(({ name, value }) => [name, value]))
    const { rows: identities } = await sql<{ identity: string }>`SELECT system_identifier || '.' ||
      left(pg_walfile_name(pg_current_wal_lsn()), 8) || '.' || pg_database.oid AS identity
      FROM pg_control_system(), pg_database WHERE datname = current_database()`.execute(writing)
    const identity = identities[0]?.identity ?? ''
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
