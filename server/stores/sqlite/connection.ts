import { pathToFileURL } from 'node:url'
import Libsql from 'libsql'

/** What a column holds. No booleans: the driver can't bind them. */
export type Value = string | number | bigint | Uint8Array | null

/** A prepared statement. Always give it values for all of its parameters, in their order. */
export interface Statement<Row> {
  readonly returnsRows: boolean
  get(values?: readonly Value[]): Row | undefined
  all(values?: readonly Value[]): Row[]
  /** Returns how many rows it changed. */
  run(values?: readonly Value[]): number
}

/** One connection to a SQLite file. Its errors have SQLite's names as `code`, such as `SQLITE_FULL`. */
export interface Connection {
  readonly inTransaction: boolean
  prepare<Row = unknown>(sql: string): Statement<Row>
  /** Runs statements without parameters. */
  run(sql: string): void
  close(): void
}

export interface ConnectionOptions {
  /** Opens what is there, and never writes to it. */
  readonly readOnly?: boolean
  /** How long to wait for somebody else's lock, in milliseconds. */
  readonly patience?: number
}

/** Opens a file, and makes it when it is missing, unless it is to be read only. */
export function openConnection(file: string, { readOnly = false, patience = 0 }: ConnectionOptions = {}): Connection {
  const database = new Libsql(readOnly ? `${pathToFileURL(file).href}?mode=ro` : file, { timeout: patience })
  return {
    get inTransaction() {
      return database.inTransaction
    },
    prepare: <Row>(sql: string) => prepare<Row>(database, sql),
    run(sql) {
      database.exec(sql)
    },
    close() {
      database.close()
    },
  }
}

function prepare<Row>(database: Libsql.Database, sql: string): Statement<Row> {
  // Values go as one array: a lone Uint8Array would be taken for named parameters.
  const statement = database.prepare<[readonly Value[]]>(sql)
  return {
    returnsRows: statement.reader,
    get: (values = []) => statement.get(values) as Row | undefined,
    all: (values = []) => statement.all(values) as Row[],
    run: (values = []) => statement.run(values).changes,
  }
}

/**
 * Does `work` in one transaction, wholly or not at all. Whatever happens, the connection is in no transaction afterwards.
 * @param how `IMMEDIATE` takes the write lock at once; `DEFERRED` for reading
 */
export function inTransaction<Result>(
  connection: Connection,
  work: () => Result,
  how: 'IMMEDIATE' | 'DEFERRED' = 'IMMEDIATE',
): Result {
  connection.run(`BEGIN ${how}`)
  try {
    const result = work()
    connection.run('COMMIT')
    return result
  } catch (error) {
    // Some errors, a full disk among them, have rolled it back already.
    if (connection.inTransaction) connection.run('ROLLBACK')
    throw error
  }
}
