import type { Report } from '../../rooms/ports.ts'
import type { ReaderApi } from './reader-handlers.ts'
import type { WorkerClient } from './worker-client.ts'
import type { Writer } from './writer-turns.ts'

/** How many rooms may wait for their snapshot. The rest are told of again with their next commit. */
const MAX_WAITING = 1000

/**
 * Has snapshots made of rooms whose log outweighs the last one: one room at a time, computed by the reading thread, stored
 * by the writing one. What fails is reported, and done with one of the room's next commits.
 */
export class Snapshotter {
  readonly #reader: WorkerClient<ReaderApi>
  readonly #writer: Writer
  readonly #report: Report
  readonly #waiting = new Set<string>()
  #running: Promise<void> | undefined
  #stopped = false

  constructor(threads: { reader: WorkerClient<ReaderApi>; writer: Writer }, report: Report) {
    this.#reader = threads.reader
    this.#writer = threads.writer
    this.#report = report
  }

  /** @param ids the rooms, as they are named in the file */
  add(ids: readonly string[]): void {
    for (const id of ids) if (this.#waiting.size < MAX_WAITING) this.#waiting.add(id)
    if (this.#waiting.size > 0 && !this.#stopped) this.#running ??= this.#run()
  }

  /** Resolves when no snapshot is under way or waiting any longer. */
  async idle(): Promise<void> {
    await this.#running
  }

  /** Lets the one that is under way come to its end; no other follows. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    for (const id of this.#waiting) {
      if (this.#stopped) break
      this.#waiting.delete(id)
      try {
        await this.#make(id)
        // What was stored meanwhile was measured against the snapshot before; if there is still too much, the next commit says so.
        this.#waiting.delete(id)
      } catch (error) {
        this.#report(error, { room: id, doing: 'making its snapshot' })
      }
    }
    this.#running = undefined
  }

  async #make(id: string): Promise<void> {
    const snapshot = await this.#reader.ask('condense', id)
    if (!snapshot) return
    const upTo = await this.#writer.ask('storeSnapshot', snapshot)
    while (await this.#writer.ask('dropSuperseded', { id, upTo })) if (this.#stopped) return
  }
}
