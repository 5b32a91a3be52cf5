import { stat } from 'node:fs/promises'

/**
 * What a file system calls a file, be it renamed or written to: its number, and when it was made, where that is known. A
 * copy has another one. Devices are left out: their numbers change when the machine starts.
 */
export async function identityOf(file: string): Promise<string> {
  const { ino, birthtimeNs, ctimeNs } = await stat(file, { bigint: true })
  // Where the time is not kept, it is told as nought, or as that of the last change.
  const made = birthtimeNs === 0n || birthtimeNs === ctimeNs ? '' : birthtimeNs
  return `${ino}/${made}`
}

/** Whether two identities can be one file's. What is not known fits everything. */
export function isSameFile(known: string | undefined, identity: string): boolean {
  if (known === undefined) return true
  const [number, made] = known.split('/')
  const [numberNow, madeNow] = identity.split('/')
  return number === numberNow && (made === madeNow || !made || !madeNow)
}
