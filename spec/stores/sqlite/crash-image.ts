import { copyFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Connection, openConnection } from '../../../server/stores/sqlite/connection.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** A new folder with what a running server's data would be after the machine's sudden end, as of now. */
export function crashImage(folder: string): string {
  const image = temporaryFolder()
  for (const name of readdirSync(folder)) {
    const survives = !name.includes('.lock.') && !name.endsWith('-shm')
    if (survives) copyFileSync(join(folder, name), join(image, name))
  }
  return image
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
