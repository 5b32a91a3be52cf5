import { type Kysely, sql } from 'kysely'

/**
 * `nodes` has a row for each lease: whoever renews it, and until when it is, by the database's own clock. Numbers are never
 * given twice: they are a sequence's. Rooms in which seats are taken are found by their owners, among whom are few.
 */
const TABLES = [
  sql`CREATE TABLE nodes (
    lease bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    protocol integer NOT NULL,
    draining boolean NOT NULL,
    rooms integer NOT NULL,
    until timestamptz NOT NULL
  )`,
  sql`DROP INDEX heads_with_members`,
  sql`CREATE INDEX heads_with_members ON heads (owner, id) WHERE members > 0`,
]

/** Makes the table of the nodes' leases, within a migration, beside those of the log. */
export async function createNodeTables(database: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) await table.execute(database)
}
