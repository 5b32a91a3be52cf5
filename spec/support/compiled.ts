import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { copyFile, cp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const ROOT = resolve(import.meta.dirname, '../..')

let folder: string | undefined
let compiled: Promise<unknown> | undefined

/**
 * The sources as JavaScript, in a folder that looks as the repository does: made once for all specs of a process. What a
 * spec starts as a process of its own is up in half the time, since nothing is compiled while it starts.
 */
export async function compiledSources(): Promise<string> {
  folder ??= mkdtempSync(join(tmpdir(), 'soc-draw-compiled-'))
  compiled ??= compileInto(folder)
  await compiled
  return folder
}

async function compileInto(outDir: string): Promise<void> {
  symlinkSync(join(ROOT, 'node_modules'), join(outDir, 'node_modules'))
  await copyFile(join(ROOT, 'package.json'), join(outDir, 'package.json'))
  // What a new project is made of is no source of this one.
  const templates = 'server/command/new-project'
  await cp(join(ROOT, templates), join(outDir, templates), { recursive: true })
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  // Types are checked elsewhere.
  const options = ['-p', '.', '--noCheck', '--noEmit', 'false', '--outDir', outDir]
  await promisify(execFile)(process.execPath, [tsc, ...options], { cwd: ROOT })
}

// A process that runs specs is given one file after the other: only its own end is the end of them all.
process.once('exit', () => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
})
