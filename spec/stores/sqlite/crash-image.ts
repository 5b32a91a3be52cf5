import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, openConnection } from '../../../server/stores/sqlite/connection.ts'
import { identityOf } from '../../../server/stores/sqlite/file-identity.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A new folder with what a running server's data would be after the machine's sudden end, as of now: its own, no copy. */
export async function crashImage(folder: string): Promise<string> {
  const image = copyOf(folder)
  const files = { 'database file': 'soc-draw.db', 'generation file': 'soc-draw.generation' }
  const values = await Promise.all(
    Object.entries(files).map(async ([name, file]) => `('${name}', '${await identityOf(join(image, file))}')`),
  )
  withDatabase(image, (connection) => connection.run(`REPLACE INTO meta (name, value) VALUES ${values.join(', ')}`))
  return image
}

/** A new folder with copies of a running server's files. */
export function copyOf(folder: string): string {
  const copy = temporaryFolder()
  for (const name of readdirSync(folder)) {
    const survives = !name.includes('.lock.') && !name.endsWith('-shm')
    if (survives) copyFileSync(join(folder, name), join(copy, name))
  }
  return copy
}

/** Does something to a folder's database beside its server. */
export function withDatabase<Result>(folder: string, work: (connection: Connection) => Result): Result {
  const connection = openConnection(join(folder, 'soc-draw.db'), { patience: 2000 })
  try {
    return work(connection)
  } finally {
    connection.close()
  }
}
