import type { Report } from '../../rooms/ports.ts'
import { createSqlAccounts } from '../sql/sql-accounts.ts'
import { SqlAuditLog } from '../sql/sql-audit-log.ts'
import { SqlRoomCatalogue } from '../sql/sql-room-catalogue.ts'
import { SqlRoomDoors } from '../sql/sql-room-doors.ts'
import type { Store } from '../store.ts'
import { clusterNameOf } from './cluster-name.ts'
import { databaseErrorOf } from './database-error.ts'
import { historyOf } from './history.ts'
import { ownersOfRooms } from './owners-of-rooms.ts'
import { openPool } from './pool.ts'
import { PostgresChanges } from './postgres-changes.ts'
import { databaseOn } from './postgres-database.ts'
import { LEASE_CONNECTIONS, LEASE_PATIENCE, PostgresLeases } from './postgres-leases.ts'
import { PostgresRoomLog } from './postgres-room-log.ts'
import { prepareDatabase } from './prepare-database.ts'
import { Reachability } from './reachability.ts'

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`. Its tables are made if they are missing. */
  readonly url: string
  /** Whether every patch and snapshot is kept, so that a room can be replayed to any version. */
  readonly keepLog?: boolean
  /** How long a database that is not there yet is waited for at the start, in milliseconds; 10 s by default. */
  readonly reachedWithin?: number
  randomName(): string
  /** Milliseconds since 1970. */
  now(): number
  readonly report: Report
}

const REACHED_WITHIN = 10_000

const SWEEP_EVERY = 60 * 60 * 1000
/** How often changes that every server has seen are forgotten, in milliseconds. */
const CHANGES_SWEPT_EVERY = 60_000

/**
 * Opens a store in a PostgreSQL database, which several servers may have open. The rooms' log has connections of its own, and
 * so have the servers' leases: however many sign in at once, no commit waits for one of theirs, and no renewal for either.
 * @throws StoreError
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, keepLog = false, reachedWithin = REACHED_WITHIN, report } = options
  await prepareDatabase({ url, report, reachedWithin })
  const pools = {
    log: openPool({ url, report, size: 6 }),
    rest: openPool({ url, report, size: 6 }),
    leases: openPool({ url, report, size: LEASE_CONNECTIONS, patience: LEASE_PATIENCE }),
  }
  const endPools = async () => {
    await Promise.all([pools.log.end(), pools.rest.end(), pools.leases.end()])
  }
  try {
    const database = databaseOn(pools.rest)
    const history = await historyOf(database, () => options.randomName())
    const cluster = await clusterNameOf(database, () => options.randomName())
    const log = new PostgresRoomLog({ pool: pools.log, report, history, keepLog })
    const reachability = new Reachability(pools.rest, url, () => options.now())
    const timer = setInterval(() => {
      log
        .sweep(options.now())
        .catch((error: unknown) => report(error, { doing: 'forgetting clients that are long gone' }))
    }, SWEEP_EVERY)
    const changes = new PostgresChanges(pools.rest)
    const changesTimer = setInterval(() => {
      changes.sweep().catch((error: unknown) => report(error, { doing: 'forgetting changes that were seen' }))
    }, CHANGES_SWEPT_EVERY)
    const end = async () => {
      clearInterval(timer)
      clearInterval(changesTimer)
      await log.stop()
      await endPools()
    }
    let ending: Promise<void> | undefined
    return {
      log,
      rooms: new SqlRoomCatalogue(database, ownersOfRooms),
      doors: new SqlRoomDoors(database),
      audit: new SqlAuditLog(database),
      accounts: createSqlAccounts(database),
      leases: new PostgresLeases(pools.leases),
      cluster,
      changes,
      check: (thoroughly) => reachability.check(thoroughly),
      close: () => (ending ??= end()),
    }
  } catch (error) {
    await endPools()
    throw databaseErrorOf(error, url)
  }
}
