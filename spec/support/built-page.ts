import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

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

/**
 * In a process of its own, as for production: what loads the specs' TypeScript would transform Vite as well, whose own code
 * becomes part of the page, and chunks would come without their styles.
 */
function buildInto(outDir: string): Promise<unknown> {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const options = [
    '--config',
    'vite.config.ts',
    '--outDir',
    outDir,
    '--emptyOutDir',
    '--sourcemap',
    'false',
    '--logLevel',
    'error',
  ]
  // A development server says to all of its process that this is development, and a build asks that first.
  const env = { ...process.env, NODE_ENV: 'production' }
  return promisify(execFile)(process.execPath, [vite, 'build', ...options], { cwd: ROOT, env })
}

// A process that runs specs is given one file after the other: only its own end is the end of them all.
process.once('exit', () => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})
