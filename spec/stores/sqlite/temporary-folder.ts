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

// A process that runs specs is given one file after the other: only its own end is the end of them all.
process.once('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})
