import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'

const ROOT = resolve(import.meta.dirname, '../..')

let folder: string | undefined
let built: Promise<unknown> | undefined

/** The page as production serves it, built once for all specs: the folder in which it is. Removed at the end. */
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

// Outside of every suite: runs once, when all of them are through.
after(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})
