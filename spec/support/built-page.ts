import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

let folder: string | undefined
let built: Promise<unknown> | undefined

/** The page as production serves it, built once for all specs of a process: the folder in which it is. Removed at the end. */
export async function builtPage(): Promise<string> {
  folder ??= mkdtempSync(join(tmpdir(), 'soc-draw-page-'))
  built ??= buildInto(folder)
  await built
  return folder
}

function buildInto(outDir: string): Promise<unknown> {
  return build({
    configFile: join(ROOT, 'vite.config.ts'),
    root: join(ROOT, 'web'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true, sourcemap: false },
  })
}

// A process that runs specs is given one file after the other: only its own end is the end of them all.
process.once('exit', () => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})
