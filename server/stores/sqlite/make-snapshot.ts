import type { WorkerClient } from '../threads/worker-client.ts'
import type { ReaderApi } from './reader-handlers.ts'
import type { Writer } from './writer-turns.ts'

/** Has a room's snapshot computed by the reading thread and stored by the writing one, and drops what it supersedes until it is told to stop. */
export async function makeSnapshot(
  threads: { readonly reader: WorkerClient<ReaderApi>; readonly writer: Writer },
  id: string,
  isStopped: () => boolean,
): Promise<void> {
  const snapshot = await threads.reader.ask('condense', id)
  if (!snapshot) return
  const upTo = await threads.writer.ask('storeSnapshot', snapshot)
  while (await threads.writer.ask('dropSuperseded', { id, upTo })) if (isStopped()) return
}
