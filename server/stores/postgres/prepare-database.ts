import { setTimeout } from 'node:timers/promises'
import { Migrator } from 'kysely'
import type { Pool } from 'pg'
import type { Report } from '../../rooms/ports.ts'
import { StoreError } from '../store-error.ts'
import { databaseErrorOf, mayCome, placeOf } from './database-error.ts'
import { migrations } from './migrations.ts'
import { openPool } from './pool.ts'
import { kyselyOn } from './postgres-database.ts'

/** PostgreSQL's oldest version that will do: 13.0. */
const OLDEST = 130_000

/** How long the tables' making may take, others' before included, in milliseconds. */
const MIGRATING = 60_000

/** How long one attempt to connect may take, in milliseconds. */
const REACHING = 2000

const RETRY_AFTER = 250

/** Ours among the tables of a database: also others' programs call theirs `migrations`. */
const MIGRATIONS = 'soc_draw_migrations'

interface Preparation {
  readonly url: string
  readonly report: Report
  /** How long a database that is not there yet is waited for, in milliseconds. */
  readonly reachedWithin: number
}

/**
 * Sees to it that a database is one that can be used, and has the tables of this soc-draw: made by one of those who ask at
 * the same time, while the others wait.
 * @throws StoreError; then nothing in it was changed
 */
export async function prepareDatabase({ url, report, reachedWithin }: Preparation): Promise<void> {
  try {
    await withPool(openPool({ url, size: 1, report, patience: REACHING }), async (pool) => {
      await reach(pool, reachedWithin)
      await checkServer(pool, url)
    })
    await withPool(openPool({ url, size: 1, report, patience: MIGRATING }), async (pool) => {
      // There is one connection, which remembers it.
      await pool.query(`SET lock_timeout = ${MIGRATING}`)
      await checkTables(pool, url)
      await migrate(pool)
    })
  } catch (error) {
    throw databaseErrorOf(error, url)
  }
}

async function withPool(pool: Pool, work: (pool: Pool) => Promise<void>): Promise<void> {
  try {
    await work(pool)
  } finally {
    await pool.end()
  }
}

/** Whoever starts both at once needs not care which is there first. */
async function reach(pool: Pool, within: number): Promise<void> {
  const deadline = new AbortController()
  const ends = setTimeout(within, 'late' as const, { signal: deadline.signal })
  // It is ended before its time whenever the database answers.
  ends.catch(() => undefined)
  let last: unknown
  try {
    for (;;) {
      const asked = pool.query('SELECT 1').then(
        () => 'there' as const,
        (error: unknown) => {
          last = error
          return 'failed' as const
        },
      )
      const outcome = await Promise.race([asked, ends])
      if (outcome === 'there') return
      if (outcome === 'late') throw last ?? Object.assign(new Error('nobody answers'), { code: 'ETIMEDOUT' })
      if (!mayCome(last)) throw last
      await Promise.race([setTimeout(RETRY_AFTER), ends])
    }
  } finally {
    deadline.abort()
  }
}

interface Server {
  readonly version: number
  readonly name: string
  readonly encoding: string
  readonly reads_only: boolean
}

async function checkServer(pool: Pool, url: string): Promise<void> {
  const asked = await pool.query<Server>(`SELECT current_setting('server_version_num')::int AS version,
    current_setting('server_version') AS name, current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS reads_only`)
  const [server] = asked.rows
  if (!server) throw new Error('the database does not say what it is')
  const unusable = unusableBecause(server)
  if (unusable) throw new StoreError('UNUSABLE', `${placeOf(url)}: ${unusable}`)
}

/** Why a server will not do; undefined for one that will. */
export function unusableBecause({ version, name, encoding, reads_only }: Server): string | undefined {
  if (version < OLDEST) return `this is PostgreSQL ${name}, and 13 is the oldest that will do.`
  if (encoding !== 'UTF8') return `the database keeps texts in ${encoding}: make one with ENCODING 'UTF8'.`
  if (reads_only) return 'nothing can be written there: it is a standby, or set to be read only.'
  return undefined
}

async function checkTables(pool: Pool, url: string): Promise<void> {
  const there = await pool.query<{ found: string | null }>('SELECT to_regclass($1) AS found', [MIGRATIONS])
  if (there.rows[0]?.found == null) return
  const { rows } = await pool.query<{ name: string }>(`SELECT name FROM ${MIGRATIONS} ORDER BY name`)
  const unknown = rows.find(({ name }) => !(name in migrations))
  if (!unknown) return
  const message = `${placeOf(url)} was written by a newer soc-draw (${unknown.name} is unknown to this one); it was left as it is.`
  throw new StoreError('NEWER', message)
}

async function migrate(pool: Pool): Promise<void> {
  const migrator = new Migrator({
    db: kyselyOn<unknown>(pool),
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: MIGRATIONS,
    migrationLockTableName: `${MIGRATIONS}_lock`,
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
