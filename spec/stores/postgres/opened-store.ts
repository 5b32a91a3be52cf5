import { systemRandomness } from '../../../server/host/system-randomness.ts'
import { openPostgresStore, type PostgresStoreOptions } from '../../../server/stores/postgres/open-postgres-store.ts'
import type { Store } from '../../../server/stores/store.ts'
import { postgresServer } from '../../support/postgres.ts'

/** Opens a store in a new database, unless told where. What it reports is thrown, unless told otherwise. */
export async function openStore(given: Partial<PostgresStoreOptions> = {}): Promise<Store> {
  const url = given.url ?? (await (await postgresServer()).freshDatabase())
  return openPostgresStore({
    url,
    randomName: () => systemRandomness.name(),
    now: () => Date.now(),
    report: (error) => {
      throw error
    },
    ...given,
  })
}
