import { mkdir } from 'node:fs/promises'
import { type Kysely, Migrator } from 'kysely'
import type { Report } from '../../rooms/ports.ts'
import type { Database } from '../sql/database.ts'
import { Snapshotter } from '../sql/snapshotter.ts'
import { createSqlAccounts } from '../sql/sql-accounts.ts'
import { SqlAuditLog } from '../sql/sql-audit-log.ts'
import { SqlRoomCatalogue } from '../sql/sql-room-catalogue.ts'
import { SqlRoomDoors } from '../sql/sql-room-doors.ts'
import type { Tables } from '../sql/tables.ts'
import type { Store } from '../store.ts'
import { sweepCursors } from './cursor-sweeper.ts'
import { checkBeginning, type DataFiles, dataFilesIn } from './data-files.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { type Durability, Generation } from './generation.ts'
import { storeErrorOf } from './inspect-file.ts'
import { machineRun } from './machine-run.ts'
import { makeSnapshot } from './make-snapshot.ts'
import { migrations } from './migrations.ts'
import { SqliteRoomLog } from './sqlite-room-log.ts'
import { databaseOf, startThreads, type Threads } from './threads.ts'

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

/** Each is three ways to the disk, for which commits wait; reading that much more when a room is opened takes a few milliseconds. */
const SNAPSHOT_AFTER = 256 * 1024

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
    return await openLocked(options, files, lock)
  } catch (error) {
    await lock.release()
    throw storeErrorOf(error, files.database)
  }
}

async function openLocked(options: SqliteStoreOptions, files: DataFiles, lock: FolderLock): Promise<SqliteStore> {
  const { durability, keepLog = false, snapshotAfter = SNAPSHOT_AFTER, patience = PATIENCE, pragmas = [] } = options
  await checkBeginning(files)
  const threads = startThreads(files, { durability, keepLog, snapshotAfter, patience, pragmas })
  try {
    await threads.writer.ask('inspect', Object.keys(migrations))
    const database = databaseOf(threads)
    await migrate(database.writing)
    // The rooms are read as soon as the server starts: its thread comes up while the rest is made.
    threads.reader.wake()
    const generation = await generationOf(options, files, database.writing)
    return assemble(options, { threads, database, lock, generation, history: await generation.begin() })
  } catch (error) {
    await threads.close()
    throw error
  }
}

async function generationOf(
  { durability, randomName, now }: SqliteStoreOptions,
  files: DataFiles,
  database: Kysely<Tables>,
): Promise<Generation> {
  const boot = await machineRun(now())
  return new Generation({ database, files, durability, randomName, boot })
}

interface Parts {
  readonly threads: Threads
  readonly database: Database
  readonly lock: FolderLock
  readonly generation: Generation
  readonly history: string
}

function assemble(options: SqliteStoreOptions, parts: Parts): SqliteStore {
  const { threads, database, history } = parts
  const snapshotter = new Snapshotter((id, isStopped) => makeSnapshot(threads, id, isStopped), options.report)
  const sweep = () => sweepCursors(threads, options.now())
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => options.report(error, { doing: 'forgetting clients that are long gone' }))
  }, SWEEP_EVERY)
  const end = async () => {
    clearInterval(timer)
    await snapshotter.stop()
    await close(parts, options.report)
  }
  let ending: Promise<void> | undefined
  return {
    log: new SqliteRoomLog({ ...threads, snapshotter, history }),
    rooms: new SqlRoomCatalogue(database),
    doors: new SqlRoomDoors(database),
    audit: new SqlAuditLog(database),
    accounts: createSqlAccounts(database),
    snapshotsMade: () => snapshotter.idle(),
    sweep,
    close: () => (ending ??= end()),
  }
}

async function close({ threads, lock, generation }: Parts, report: Report): Promise<void> {
  try {
    await generation.end()
    // Leaves all in the one file, so that whoever copies it by hand has it whole.
    await threads.writer.ask('run', 'PRAGMA wal_checkpoint(TRUNCATE)')
  } catch (error) {
    // The next start takes it for a crash, and finds all that was stored.
    report(error, { doing: 'noting that the store was closed' })
  }
  await threads.close()
  await lock.release()
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
