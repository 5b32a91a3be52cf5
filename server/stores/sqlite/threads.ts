import { Kysely } from 'kysely'
import type { Database } from '../sql/database.ts'
import type { Tables } from '../sql/tables.ts'
import { startThread } from '../threads/start-thread.ts'
import { WorkerClient } from '../threads/worker-client.ts'
import type { DataFiles } from './data-files.ts'
import type { Durability } from './generation.ts'
import { APPLICATION_ID } from './inspect-file.ts'
import { workerDialect } from './kysely-dialect.ts'
import type { ReaderApi } from './reader-handlers.ts'
import type { Query, WriterApi, WriterData } from './writer-handlers.ts'
import { WriterTurns } from './writer-turns.ts'

/** The two threads of a store: the event loop never waits for a disk. */
export interface Threads {
  readonly reader: WorkerClient<ReaderApi>
  /** The writing thread, shared in turns. */
  readonly writer: WriterTurns
  /** Lets what is under way come to its end, and ends both. */
  close(): Promise<void>
}

export interface ThreadOptions extends Omit<WriterData, 'file'> {
  readonly durability: Durability
}

/** Each is started when it is asked for the first time, unless it is woken before. */
export function startThreads(files: DataFiles, { durability, ...options }: ThreadOptions): Threads {
  const file = files.database
  const data: WriterData = { ...options, file, pragmas: [...writerPragmas(durability), ...options.pragmas] }
  const writer = new WorkerClient<WriterApi>(() => startThread(new URL('./writer', import.meta.url), data))
  const reader = new WorkerClient<ReaderApi>(() =>
    startThread(new URL('./reader', import.meta.url), { file, patience: options.patience }),
  )
  return {
    reader,
    writer: new WriterTurns(writer),
    async close() {
      await Promise.all([writer.close(), reader.close()])
    },
  }
}

function writerPragmas(durability: Durability): readonly string[] {
  return [
    `application_id=${APPLICATION_ID}`,
    'journal_mode=WAL',
    `synchronous=${durability === 'power' ? 'FULL' : 'NORMAL'}`,
    'cache_size=-8000',
    `journal_size_limit=${16 * 1024 * 1024}`,
  ]
}

/** The database through kysely. */
export function databaseOf({ reader, writer }: Threads): Database {
  const read = (query: Statement) => reader.ask('query', { ...query, within: false })
  const write = (query: Statement) => writer.ask('query', { ...query, within: false })
  const writing = new Kysely<Tables>({ dialect: workerDialect({ ask: write, turns: writer }) })
  return {
    reading: new Kysely<Tables>({ dialect: workerDialect({ ask: read }) }),
    writing,
    // There is one writer: all take turns.
    change: (_turns, work) => writing.transaction().execute(work),
  }
}

type Statement = Pick<Query, 'sql' | 'parameters'>
