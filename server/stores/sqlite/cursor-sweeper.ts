import { KEPT_FOR } from '../../rooms/log/room-log.ts'
import type { WorkerClient } from '../threads/worker-client.ts'
import type { CursorKey } from './cursor-writer.ts'
import type { ReaderApi } from './reader-handlers.ts'
import type { Writer } from './writer-turns.ts'

/** How many are forgotten at once: appends wait meanwhile. */
const SLICE = 500

/** Forgets the clients that were not used for twice as long as they must be kept. */
export async function sweepCursors(
  threads: { readonly reader: WorkerClient<ReaderApi>; readonly writer: Writer },
  now: number,
): Promise<void> {
  const usedBefore = now - 2 * KEPT_FOR
  let after: CursorKey | undefined = { room: 0, user: '', client: '' }
  while (after) {
    const keys: CursorKey[] = await threads.reader.ask('unusedCursors', { usedBefore, after, limit: SLICE })
    await threads.writer.ask('forgetCursors', { keys, usedBefore })
    after = keys.length < SLICE ? undefined : keys.at(-1)
  }
}
