import pg, { type Pool } from 'pg'
import type { Report } from '../../rooms/ports.ts'
import { prepareSession } from './prepared.ts'

export interface PoolOptions {
  /** `postgres://…` */
  readonly url: string
  /** How many connections at most. */
  readonly size?: number
  readonly report: Report
  /** How long this side waits for whatever it asks, in milliseconds; the database gives up somewhat earlier. */
  readonly patience?: number
}

const SIZE = 10

/** Within the time that a room may be away, when a node dies. */
const PATIENCE = 4000

/** How much earlier than this side the database gives a statement up, so that mostly its fate is known. */
const EARLIER = 500

/** How long a statement waits for one row that somebody else has. */
const LOCK_PATIENCE = 1000

/**
 * Connections to a PostgreSQL database, made as they are needed. Every wait has its end, on both sides: for a connection,
 * for an answer, for a lock, and the database's for the next statement of a transaction. A connection that breaks while
 * nobody uses it is reported, and another one made for the next who asks; one that breaks in use rejects what is asked.
 */
export function openPool({ url, size = SIZE, report, patience = PATIENCE }: PoolOptions): Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'soc-draw',
    max: size,
    keepAlive: true,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    statement_timeout: patience - EARLIER,
    lock_timeout: Math.min(LOCK_PATIENCE, (patience - EARLIER) / 2),
    idle_in_transaction_session_timeout: patience,
    types: { getTypeParser },
    onConnect: prepareSession,
  })
  pool.on('error', (error) => report(error, { doing: 'keeping a connection to the database' }))
  // One that is lent out tells nobody else when it breaks between two statements; whoever has it learns it with the next.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** Numbers of 64 bits are numbers here too: the driver would hand them out as text. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (format !== 'binary' && (oid === pg.types.builtins.INT8 || oid === pg.types.builtins.NUMERIC)) return exactNumber
  return pg.types.getTypeParser(oid, format)
}

function exactNumber(text: string): number {
  const number = Number(text)
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) throw new RangeError(`${text} is too large a number`)
  return number
}
