import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { StoreError } from '../store-error.ts'

/** What lies in a data folder. */
export interface DataFiles {
  readonly database: string
  /** Whoever has this locked has the folder. Never to be opened but through SQLite: closing it would free the lock. */
  readonly lock: string
  /** Who that is, in words. */
  readonly lockHolder: string
  /** Which generation of the database belongs here. */
  readonly generation: string
}

export function dataFilesIn(folder: string): DataFiles {
  return {
    database: join(folder, 'soc-draw.db'),
    lock: join(folder, 'soc-draw.lock.db'),
    lockHolder: join(folder, 'soc-draw.lock.json'),
    generation: join(folder, 'soc-draw.generation'),
  }
}

/** Where a small file is written before it is put into its place. */
export function partOf(file: string): string {
  return `${file}.part`
}

/** Writes what a small file is to hold beside it: a file of its own, durable. */
export async function writePart(file: string, text: string): Promise<void> {
  const part = partOf(file)
  await rm(part, { force: true })
  const handle = await open(part, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolderOf(part)
}

/** Puts what was written beside a file into its place, in one step, durably. */
export async function replaceDurably(file: string): Promise<void> {
  await rename(partOf(file), file)
  await syncFolderOf(file)
}

/** Makes the names in a file's folder durable, where the machine knows how. */
export async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(join(file, '..'))
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The text of a small file; undefined when there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const MAGIC = 'SQLite format 3\0'

/**
 * Whether a file begins as a database does; true also for one that is missing. To be asked before anybody in this process
 * opens it by SQLite, whose locks end when the file is closed.
 * @throws StoreError
 */
export async function checkBeginning({ database, generation }: DataFiles): Promise<void> {
  const beginning = await readBeginning(database)
  if (beginning === undefined || beginning === MAGIC) return
  // Empty is a database that was never written; one that was has a generation.
  if (beginning === '' && (await readIfThere(generation)) === undefined) return
  throw new StoreError('CORRUPTED', `${database} is no database, or its beginning is lost; it was left as it is.`)
}

async function readBeginning(file: string): Promise<string | undefined> {
  try {
    const handle = await open(file)
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)
      return buffer.toString('latin1', 0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
