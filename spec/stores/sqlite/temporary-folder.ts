import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const made: string[] = []

/** A new empty folder; removed at the end. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'soc-draw-data-'))
  made.push(folder)
  return folder
}

// Outside of every suite: runs once, when all of them are through.
after(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})
