import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { RoomLog } from '../../../server/rooms/log/room-log.ts'
import { createLogTables } from '../../../server/stores/postgres/log-tables.ts'
import { createNodeTables } from '../../../server/stores/postgres/node-tables.ts'
import { openPool, type PoolOptions } from '../../../server/stores/postgres/pool.ts'
import { PostgresRoomLog, type PostgresRoomLogParts } from '../../../server/stores/postgres/postgres-room-log.ts'
import { postgresServer } from '../../support/postgres.ts'

/** A log in a database, as one server has it. */
export interface OpenedLog {
  readonly log: PostgresRoomLog
  readonly pool: Pool
  readonly url: string
  close(): Promise<void>
}

type Given = Partial<Omit<PostgresRoomLogParts, 'pool'> & Pick<PoolOptions, 'patience'>> & {
  readonly url?: string
  /** Whether the tables are still to be made where it is told. */
  readonly empty?: boolean
}

/** Opens a log in a new database, unless told where. What it reports is thrown, unless told otherwise. */
export async function openLog({ url: given, empty = false, patience, ...options }: Given = {}): Promise<OpenedLog> {
  const url = given ?? (await (await postgresServer()).freshDatabase())
  const report = options.report ?? raise
  const pool = openPool({ url, report, ...(patience !== undefined && { patience }) })
  if (given === undefined || empty) {
    const database = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    await createLogTables(database)
    await createNodeTables(database)
  }
  const log = new PostgresRoomLog({ pool, ...options, report })
  return {
    ...{ log, pool, url },
    async close() {
      await log.stop()
      await pool.end()
    },
  }
}

function raise(error: unknown): never {
  throw error
}

export function openRoom(log: RoomLog, roomId: string) {
  return log.open(roomId, { epoch: 'epoch', rules: 1 })
}
