import { stat } from 'node:fs/promises'

/**
 * What a file system calls a file, be it renamed or written to: its number, and when it was made, where that is known. A
 * copy has another one. Devices are left out: their numbers change when the machine starts.
 */
export async function identityOf(file: string): Promise<string> {
  const { ino, birthtimeNs } = await stat(file, { bigint: true })
  // Numbers are soon given to other files: without the time a copy may have the number of what it replaces.
  return `${ino}/${birthtimeNs}`
}

/** Whether two identities are one file's. One that was never noted fits every file. */
export function isSameFile(known: string | undefined, identity: string): boolean {
  return known === undefined || known === identity
}
