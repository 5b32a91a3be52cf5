import { mkdir } from 'node:fs/promises'
import { Kysely, Migrator } from 'kysely'
import type { Report } from '../../rooms/ports.ts'
import { createSqlAccounts } from '../sql/sql-accounts.ts'
import { SqlRoomCatalogue } from '../sql/sql-room-catalogue.ts'
import type { Tables } from '../sql/tables.ts'
import type { Store } from '../store.ts'
import { sweepCursors } from './cursor-sweeper.ts'
import { checkBeginning, type DataFiles, dataFilesIn } from './data-files.ts'
import { lockFolder } from './folder-lock.ts'
import { type Durability, Generation } from './generation.ts'
import { APPLICATION_ID, storeErrorOf } from './inspect-file.ts'
import { workerDialect } from './kysely-dialect.ts'
import { machineRun } from './machine-run.ts'
import { migrations } from './migrations.ts'
import type { ReaderApi } from './reader-handlers.ts'
import { Snapshotter } from './snapshotter.ts'
import { SqliteRoomLog } from './sqlite-room-log.ts'
import { startThread } from './start-thread.ts'
import { WorkerClient } from './worker-client.ts'
import type { WriterApi, WriterData } from './writer-handlers.ts'
import { WriterTurns } from './writer-turns.ts'

export interface SqliteStoreOptions {
  /** Made when it is missing. */
  readonly folder: string
  /** What an acknowledged commit survives: a power failure, or the process's end only, which is faster. */
  readonly durability: Durability
  /** Whether every patch and snapshot is kept, so that a room can be replayed to any version. */
  readonly keepLog?: boolean
  /** After how many characters of patches a room's first snapshot is made. */
  readonly snapshotAfter?: number
  /** How long a request waits for another program's lock on the file, in milliseconds. */
  readonly patience?: number
  /** Further SQLite settings of the writing connection, as `name=value`. */
  readonly pragmas?: readonly string[]
  randomName(): string
  /** Milliseconds since 1970. */
  now(): number
  readonly report: Report
}

export interface SqliteStore extends Store {
  /** Resolves when no snapshot is under way or waiting. */
  snapshotsMade(): Promise<void>
  /** Forgets clients that are long gone; done every hour by itself. */
  sweep(): Promise<void>
}

const PATIENCE = 2000

const SNAPSHOT_AFTER = 64 * 1024

const SWEEP_EVERY = 60 * 60 * 1000

/**
 * Opens the embedded store: one SQLite file in a folder that is this server's alone.
 * @throws StoreError
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<SqliteStore> {
  const files = dataFilesIn(options.folder)
  await mkdir(options.folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw storeErrorOf(error, options.folder)
  })
  const lock = await lockFolder(files, options.now()).catch((error: unknown) => {
    throw storeErrorOf(error, files.lock)
  })
  try {
    return await openLocked(options, files, () => lock.release())
  } catch (error) {
    await lock.release()
    throw storeErrorOf(error, files.database)
  }
}

interface Threads {
  readonly reader: WorkerClient<ReaderApi>
  readonly writer: WorkerClient<WriterApi>
  readonly turns: WriterTurns
}

async function openLocked(
  options: SqliteStoreOptions,
  files: DataFiles,
  unlock: () => Promise<void>,
): Promise<SqliteStore> {
  await checkBeginning(files)
  const threads = startThreads(options, files)
  try {
    await threads.writer.ask('inspect', Object.keys(migrations))
    return await assemble(options, files, { threads, unlock })
  } catch (error) {
    await Promise.all([threads.writer.close(), threads.reader.close()])
    throw error
  }
}

function startThreads(options: SqliteStoreOptions, files: DataFiles): Threads {
  const { durability, keepLog = false, snapshotAfter = SNAPSHOT_AFTER, patience = PATIENCE, pragmas = [] } = options
  const file = files.database
  const data: WriterData = {
    file,
    pragmas: [...writerPragmas(durability), ...pragmas],
    patience,
    snapshotAfter,
    keepLog,
  }
  const writer = new WorkerClient<WriterApi>(() => startThread('writer', data))
  const reader = new WorkerClient<ReaderApi>(() => startThread('reader', { file, patience }))
  return { writer, reader, turns: new WriterTurns(writer) }
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

async function assemble(
  options: SqliteStoreOptions,
  files: DataFiles,
  { threads, unlock }: { threads: Threads; unlock: () => Promise<void> },
): Promise<SqliteStore> {
  const { turns, reader, writer } = threads
  const writing = new Kysely<Tables>({
    dialect: workerDialect({ ask: (query) => turns.ask('query', { ...query, within: false }), turns }),
  })
  const reading = new Kysely<Tables>({
    dialect: workerDialect({ ask: (query) => reader.ask('query', { ...query, within: false }) }),
  })
  await migrate(writing)
  const { durability, randomName } = options
  const boot = await machineRun(options.now())
  const generation = new Generation({ database: writing, file: files.generation, durability, randomName, boot })
  const history = await generation.begin()
  const snapshotter = new Snapshotter({ reader, writer: turns }, options.report)
  const sweep = () => sweepCursors({ reader, writer: turns }, options.now())
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => options.report(error, { doing: 'forgetting clients that are long gone' }))
  }, SWEEP_EVERY)
  return {
    log: new SqliteRoomLog({ writer: turns, reader, snapshotter, history }),
    rooms: new SqlRoomCatalogue({ reading, writing }),
    accounts: createSqlAccounts(writing),
    snapshotsMade: () => snapshotter.idle(),
    sweep,
    async close() {
      clearInterval(timer)
      await snapshotter.stop()
      try {
        await generation.end()
        // Leaves all in the one file, so that whoever copies it by hand has it whole.
        await turns.ask('run', 'PRAGMA wal_checkpoint(TRUNCATE)')
      } finally {
        await Promise.all([writer.close(), reader.close()])
        await unlock()
      }
    },
  }
}

async function migrate(database: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
