import { exportRoom } from '../../server/stores/sqlite/data-tools.ts'

interface Line {
  readonly line: string
  readonly version?: number
  readonly at?: number
  /** Null where only the action was kept. */
  readonly patches?: readonly unknown[] | null
}

/** What is wrong with the log of a room, read beside its running server: versions have no gap, times never fall. */
export async function judgeLog(folder: string, roomId: string): Promise<string[]> {
  const lines: Line[] = []
  await exportRoom(folder, roomId, (text) => lines.push(JSON.parse(text)))
  const violations: string[] = []
  const commits = lines.filter(({ line, patches }) => line === 'commit' && patches !== null)
  for (const [index, { version = 0, at = 0 }] of commits.entries()) {
    const before = commits[index - 1]
    if (before && version !== (before.version ?? 0) + 1)
      violations.push(`${roomId}: ${version} follows ${before.version}`)
    if (before && at < (before.at ?? 0)) violations.push(`${roomId}: ${version} is earlier than ${before.version}`)
  }
  const head = lines.find(({ line }) => line === 'head')?.version
  const last = commits.at(-1)?.version
  if (last !== head) violations.push(`${roomId}: its head is ${head}, its last commit ${last}`)
  if (commits.length === 0) violations.push(`${roomId}: its log is empty`)
  return violations
}
