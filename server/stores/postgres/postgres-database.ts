import { createHash } from 'node:crypto'
import {
  Kysely,
  type PostgresCursor,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
  sql,
} from 'kysely'
import pg, { type Pool } from 'pg'
import type { Database, Turn } from '../sql/database.ts'
import type { Tables } from '../sql/tables.ts'
import { isRefusal } from './with-client.ts'

/** How often a change is begun that the database gives up so that others can go on. */
const ATTEMPTS = 5

/** A deadlock, a conflict that another isolation would have found, a lock that was waited for too long. */
const GAVE_WAY: readonly string[] = ['40P01', '40001', '55P03']

/** What no text of PostgreSQL's holds: NUL, and halves of characters, which the driver would make another character of. */
const UNSTORABLE = /[\0\p{Cs}]/gu

/** In no name and no id, since it is no character: whoever is asked for by it is not there. */
const NO_CHARACTER = '\ufffe'

/**
 * A PostgreSQL database as accounts and rooms ask it. Turns are locks of a transaction's, taken by name in one order at its
 * beginning; they end with it, whatever becomes of the connection.
 */
export function databaseOn(pool: Pool): Database {
  const writing = kyselyOn<Tables>(pool)
  return {
    reading: writing,
    writing,
    async change(turns, work) {
      const keys = keysOf(turns)
      const change = writing.transaction().setIsolationLevel('read committed')
      for (let attempt = 1; ; attempt++) {
        try {
          return await change.execute(async (transaction) => {
            for (const key of keys) await sql`SELECT pg_advisory_xact_lock(${key}::bigint)`.execute(transaction)
            return work(transaction)
          })
        } catch (error) {
          if (attempt === ATTEMPTS || !gaveWay(error)) throw error
        }
      }
    },
  }
}

/** kysely on a pool, which it never ends. */
export function kyselyOn<Schema>(pool: Pool): Kysely<Schema> {
  const lent: PostgresPool = { connect: async () => lend(await pool.connect()), end: async () => {} }
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: lent }) })
}

/** A connection on which something may still be under way is lent to nobody else. */
function lend(client: pg.PoolClient): PostgresPoolClient {
  let broken = false
  async function ask<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    try {
      const { command, rowCount, rows } = await client.query(text, parameters.map(storable))
      // kysely's type lists the commands by which it tells whether rows were changed.
      return { command: command as PostgresQueryResult<Row>['command'], rowCount: rowCount ?? 0, rows }
    } catch (error) {
      broken ||= !isRefusal(error)
      throw error
    }
  }
  function query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>
  function query<Row>(
    asked: string | PostgresCursor<Row>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<Row>> | PostgresCursor<Row> {
    if (typeof asked !== 'string') throw new Error('rows are not streamed from here')
    return ask<Row>(asked, parameters)
  }
  return { query, release: () => client.release(broken) }
}

function storable(parameter: unknown): unknown {
  return typeof parameter === 'string' ? parameter.replace(UNSTORABLE, NO_CHARACTER) : parameter
}

/** The locks that stand for turns, each once, in the order in which everybody takes them. */
function keysOf(turns: readonly Turn[]): readonly string[] {
  const keys = turns.map((turn) => createHash('sha256').update(`soc-draw ${turn}`).digest().readBigInt64BE())
  return [...new Set(keys)].sort((one, other) => (one < other ? -1 : 1)).map(String)
}

function gaveWay(error: unknown): boolean {
  return error instanceof pg.DatabaseError && GAVE_WAY.includes(error.code ?? '')
}
