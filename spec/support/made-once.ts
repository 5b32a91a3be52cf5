import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** Where the processes of one run of the specs find what one of them has made. */
const SHARED = 'SOC_DRAW_SPECS'
/** How long one waits for what another one makes, in milliseconds; it takes seconds. */
const WITHIN = 120_000

/**
 * A folder of this name that is made when it is first asked for, and once for all processes of a run of the specs: whoever
 * comes meanwhile waits for it. Outside of Mocha it is this process's own. Removed at the end.
 * @throws Error with what its making failed of, in all of them
 */
export function madeOnce(name: string, make: (folder: string) => Promise<unknown>): () => Promise<string> {
  let folder: Promise<string> | undefined
  return () => {
    folder ??= findOrMake(join(sharedFolder(), name), make)
    return folder
  }
}

async function findOrMake(folder: string, make: (folder: string) => Promise<unknown>): Promise<string> {
  const failure = `${folder}.failure`
  if (!(await isFirst(`${folder}.begun`))) return awaitMade(folder, failure)
  const part = `${folder}.part`
  try {
    await mkdir(part)
    await make(part)
    // Whoever finds it finds all of it.
    await rename(part, folder)
    return folder
  } catch (error) {
    await writeFile(`${failure}.part`, error instanceof Error ? error.message : String(error))
    await rename(`${failure}.part`, failure)
    throw error
  }
}

async function isFirst(mark: string): Promise<boolean> {
  try {
    await mkdir(mark)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function awaitMade(folder: string, failure: string): Promise<string> {
  for (const end = Date.now() + WITHIN; Date.now() < end; await setTimeout(20)) {
    if (existsSync(folder)) return folder
    if (existsSync(failure)) throw new Error(await readFile(failure, 'utf8'))
  }
  throw new Error(`whoever began to make ${folder} has not made it`)
}

let own: string | undefined

function sharedFolder(): string {
  const shared = process.env[SHARED]
  if (shared !== undefined) return shared
  if (own === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'soc-draw-specs-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    own = folder
  }
  return own
}

/** Called by Mocha before it starts the processes that run the specs, which inherit what is set here. */
export function mochaGlobalSetup(): void {
  process.env[SHARED] = sharedFolder()
}
