import { existsSync, statSync } from 'node:fs'
import { StoreError } from '../store-error.ts'
import { type Connection, openConnection } from './connection.ts'

/** Marks a SQLite file as soc-draw's. */
export const APPLICATION_ID = 0x50c_d4a3

/** Files up to this many bytes are checked wholly at each start. */
const QUICKLY_CHECKED = 64 * 1024 * 1024

interface Inspection {
  /** The names of the migrations that this soc-draw knows. */
  readonly known: readonly string[]
  /** How long to wait for another program's lock, in milliseconds. */
  readonly patience: number
}

/**
 * Looks at a file that is there, without changing it.
 * @throws StoreError
 */
export function inspectFile(file: string, { known, patience }: Inspection): void {
  if (!existsSync(file)) return
  try {
    const connection = openConnection(file, { readOnly: true, patience })
    try {
      inspect(connection, file, known)
    } finally {
      connection.close()
    }
  } catch (error) {
    throw storeErrorOf(error, file)
  }
}

function inspect(connection: Connection, file: string, known: readonly string[]): void {
  const id = numberOf(connection, 'application_id')
  const tables = connection.prepare<{ name: string }>('SELECT name FROM sqlite_master WHERE type = ?').all(['table'])
  if (id !== APPLICATION_ID && (id !== 0 || tables.length > 0)) {
    throw new StoreError('FOREIGN', `${file} is another program’s database; it was left as it is.`)
  }
  checkWhole(connection, file)
  if (!tables.some(({ name }) => name === 'migrations')) return
  const applied = connection.prepare<{ name: string }>('SELECT name FROM migrations ORDER BY name').all()
  const unknown = applied.find(({ name }) => !known.includes(name))
  if (unknown) {
    const message = `${file} was written by a newer soc-draw (${unknown.name} is unknown to this one); it was left as it is.`
    throw new StoreError('NEWER', message)
  }
}

function checkWhole(connection: Connection, file: string): void {
  const size = statSync(file).size
  if (size <= QUICKLY_CHECKED) {
    const [found] = connection.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').all()
    if (found?.quick_check !== 'ok') throw corrupted(file, found?.quick_check)
    return
  }
  // The newest pages may still be in the file beside it.
  const journaled = existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0
  const expected = numberOf(connection, 'page_count') * numberOf(connection, 'page_size')
  if (!journaled && size < expected) throw corrupted(file, `it has ${size} bytes of ${expected}`)
}

function numberOf(connection: Connection, pragma: string): number {
  return Number(Object.values(connection.prepare<Record<string, number>>(`PRAGMA ${pragma}`).all()[0] ?? {})[0])
}

function corrupted(file: string, found: unknown): StoreError {
  return new StoreError('CORRUPTED', `${file} is damaged (${found}); it was left as it is.`)
}

/** What an error of SQLite's means for a file. */
export function storeErrorOf(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) return corrupted(file, message)
  if (code.startsWith('SQLITE_BUSY')) return new StoreError('LOCKED', `${file} is locked by another program.`)
  return new StoreError('UNUSABLE', `${file} can’t be used: ${message}`, { cause: error })
}
