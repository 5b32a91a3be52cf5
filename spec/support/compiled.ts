import { execFile } from 'node:child_process'
import { copyFile, cp, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { madeOnce } from './made-once.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/**
 * The sources as JavaScript, in a folder that looks as the repository does: made once for all specs of a run. What a
 * spec starts as a process of its own is up in half the time, since nothing is compiled while it starts.
 */
export const compiledSources = madeOnce('compiled', compileInto)

async function compileInto(outDir: string): Promise<void> {
  await symlink(join(ROOT, 'node_modules'), join(outDir, 'node_modules'))
  await copyFile(join(ROOT, 'package.json'), join(outDir, 'package.json'))
  // What a new project is made of is no source of this one.
  const templates = 'server/command/new-project'
  await cp(join(ROOT, templates), join(outDir, templates), { recursive: true })
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  // Types are checked elsewhere.
  const options = ['-p', '.', '--noCheck', '--noEmit', 'false', '--outDir', outDir]
  await promisify(execFile)(process.execPath, [tsc, ...options], { cwd: ROOT })
}
