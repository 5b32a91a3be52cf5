import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { madeOnce } from './made-once.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** The page as production serves it, built once for all specs of a run: the folder in which it is. */
export const builtPage = madeOnce('page', buildInto)

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
