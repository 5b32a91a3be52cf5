import { systemClock } from '../machine/system-clock.ts'
import type { Report } from '../rooms/ports.ts'
import { isDatabaseUrl } from '../stores/database-url.ts'
import { createMemoryStore } from '../stores/memory/create-memory-store.ts'
import type { Store } from '../stores/store.ts'
import type { MountOptions } from './server-options.ts'
import { systemRandomness } from './system-randomness.ts'

/** Opens what the options name; what the stores stand on is loaded only where it is needed. @throws StoreError */
export async function openStore({ data = 'data', durability, keepLog }: MountOptions, report: Report): Promise<Store> {
  if (typeof data !== 'string') return data
  if (data === 'memory') return createMemoryStore()
  const common = {
    keepLog: keepLog ?? false,
    randomName: () => systemRandomness.name(),
    now: () => systemClock.now(),
    report,
  }
  if (isDatabaseUrl(data)) {
    const { openPostgresStore } = await import('../stores/postgres/open-postgres-store.ts')
    return openPostgresStore({ ...common, url: data })
  }
  const { openSqliteStore } = await import('../stores/sqlite/open-sqlite-store.ts')
  return openSqliteStore({
    folder: data,
    durability: durability ?? 'power',
    ...common,
  })
}
