import { rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { StoreError } from '../store-error.ts'
import { openConnection } from './connection.ts'
import { type DataFiles, readIfThere } from './data-files.ts'

/** A data folder that is this server's until it is released, or its process ends, however it ends. */
export interface FolderLock {
  release(): Promise<void>
}

/**
 * Takes a folder. The lock is the operating system's, on a file of its own: it doesn't hinder those who only read.
 * @throws StoreError `LOCKED`, saying who has it
 */
export async function lockFolder(files: DataFiles, now: number): Promise<FolderLock> {
  const connection = openConnection(files.lock)
  try {
    connection.run('BEGIN EXCLUSIVE')
  } catch (error) {
    connection.close()
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error
    throw new StoreError('LOCKED', `${files.database} is in use by ${await holderOf(files)}.`)
  }
  const holder = { pid: process.pid, host: hostname(), since: new Date(now).toISOString() }
  await writeFile(files.lockHolder, `${JSON.stringify(holder)}\n`)
  return {
    async release() {
      await rm(files.lockHolder, { force: true })
      connection.close()
    },
  }
}

async function holderOf({ lockHolder }: DataFiles): Promise<string> {
  try {
    const { pid, host, since } = JSON.parse((await readIfThere(lockHolder)) ?? '')
    return `another server: process ${pid} on ${host}, since ${since}`
  } catch (error) {
    // It has the lock and has not yet written who it is.
    if (error instanceof SyntaxError) return 'another server'
    throw error
  }
}
