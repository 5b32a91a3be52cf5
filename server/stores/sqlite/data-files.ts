import { open, readFile, rename } from 'node:fs/promises'
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

/** Writes a small file wholly or not at all, also when the power fails. */
export async function writeDurably(file: string, text: string): Promise<void> {
  const partial = `${file}.part`
  const handle = await open(partial, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(partial, file)
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
