import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemRandomness } from '../../../server/host/system-randomness.ts'
import { openSqliteStore } from '../../../server/stores/sqlite/open-sqlite-store.ts'
import type { Store } from '../../../server/stores/store.ts'

/** A folder for one measurement. */
export function temporaryFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'soc-draw-bench-'))
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

/** The embedded store as production opens it: every commit survives a power failure. */
export function openStore(folder: string): Promise<Store> {
  return openSqliteStore({
    folder,
    durability: 'power',
    randomName: () => systemRandomness.name(),
    now: () => Date.now(),
    report: (error) => {
      throw error
    },
  })
}
