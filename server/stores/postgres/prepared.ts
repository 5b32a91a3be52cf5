import type { ClientBase, PoolClient, QueryResult, QueryResultRow } from 'pg'
import { StoreError } from '../store-error.ts'

/** A statement that a connection remembers by its name. */
export interface Prepared {
  readonly name: string
  readonly text: string
  readonly values: readonly unknown[]
}

const SESSION = `SELECT pg_backend_pid() AS pid, current_setting('synchronous_commit') AS commits`

const NOT_DURABLE =
  'this is a pooler, and the database’s synchronous_commit is off: ALTER DATABASE … SET synchronous_commit = on.'

/** Connections of a pooler's, behind which each transaction may be another session's. */
const pooled = new WeakSet<ClientBase>()

/**
 * Makes a new connection ready. What is acknowledged must be on the disk, also where the database's default is otherwise;
 * behind a pooler that can't be said for a session, and is refused.
 * @throws StoreError
 */
export async function prepareSession(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ pid: number; commits: string }>(SESSION)
  const [session] = rows
  // A pooler answers with a number of its own when it is connected to, since sessions change.
  if ('processID' in client && session?.pid !== client.processID) pooled.add(client)
  if (session?.commits !== 'off') return
  if (pooled.has(client)) throw new StoreError('UNUSABLE', NOT_DURABLE)
  await client.query(`SELECT set_config('synchronous_commit', 'on', false)`)
}

/** Asks by a prepared statement; behind a pooler without one, since what one session was told by name the next doesn't know. */
export function askPrepared<Row extends QueryResultRow>(
  client: PoolClient,
  { name, text, values }: Prepared,
): Promise<QueryResult<Row>> {
  return client.query<Row>({ text, values: [...values], ...(!pooled.has(client) && { name }) })
}
