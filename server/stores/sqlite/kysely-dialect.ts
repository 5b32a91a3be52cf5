import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { QueryReply } from './writer-handlers.ts'
import type { Writer, WriterTurns } from './writer-turns.ts'

/** Where kysely's queries go. `ask` answers one that is part of no transaction. */
interface QueryTarget {
  ask(query: { sql: string; parameters: readonly unknown[] }): Promise<QueryReply>
  /** Absent where there are no transactions. */
  readonly turns?: WriterTurns
}

/** kysely on a connection in another thread. */
export function workerDialect(target: QueryTarget): Dialect {
  return {
    createAdapter: () => new TransactionalDdlAdapter(),
    createDriver: () => new WorkerDriver(target),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

/** SQLite's schema changes are part of the transaction: a migration is done wholly or not at all. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class WorkerDriver implements Driver {
  readonly #target: QueryTarget

  constructor(target: QueryTarget) {
    this.#target = target
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<WorkerConnection> {
    return new WorkerConnection(this.#target)
  }

  beginTransaction(connection: WorkerConnection): Promise<void> {
    return connection.begin()
  }

  commitTransaction(connection: WorkerConnection): Promise<void> {
    return connection.commit()
  }

  rollbackTransaction(connection: WorkerConnection): Promise<void> {
    return connection.rollBack()
  }

  async releaseConnection(connection: WorkerConnection): Promise<void> {
    connection.release()
  }

  async destroy(): Promise<void> {}
}

/** What kysely takes for a connection: outside of a transaction, any number of them share the thread's one. */
class WorkerConnection implements DatabaseConnection {
  readonly #target: QueryTarget
  #transaction: { readonly writer: Writer; release(): void } | undefined

  constructor(target: QueryTarget) {
    this.#target = target
  }

  async begin(): Promise<void> {
    if (!this.#target.turns) throw new Error('there are no transactions here')
    this.#transaction = await this.#target.turns.take()
    await this.#transaction.writer.ask('run', 'BEGIN IMMEDIATE')
  }

  async commit(): Promise<void> {
    await this.#transaction?.writer.ask('run', 'COMMIT')
  }

  async rollBack(): Promise<void> {
    await this.#transaction?.writer.ask('rollBack', null)
  }

  release(): void {
    this.#transaction?.release()
    this.#transaction = undefined
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const reply = this.#transaction
      ? await this.#transaction.writer.ask('query', { sql, parameters, within: true })
      : await this.#target.ask({ sql, parameters })
    return { rows: reply.rows as Row[], numAffectedRows: BigInt(reply.changed) }
  }

  // biome-ignore lint/correctness/useYield: kysely's interface asks for it, and nobody streams.
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new Error('rows can’t be streamed from another thread')
  }
}
