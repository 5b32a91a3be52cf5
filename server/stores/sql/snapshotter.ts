import type { Report } from '../../rooms/ports.ts'

/** How many rooms may wait for their snapshot. The rest are told of again with their next commit. */
const MAX_WAITING = 1000

/**
 * Has snapshots made of rooms whose log outweighs the last one: one room at a time. What fails is reported, and done with one of the room's next commits.
 */
export class Snapshotter {
  readonly #make: (id: string, isStopped: () => boolean) => Promise<void>
  readonly #report: Report
  readonly #waiting = new Set<string>()
  #running: Promise<void> | undefined
  #stopped = false

  /** @param make makes one room's snapshot, and drops what it supersedes until it is told to stop */
  constructor(make: (id: string, isStopped: () => boolean) => Promise<void>, report: Report) {
    this.#make = make
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
        await this.#make(id, () => this.#stopped)
        // What was stored meanwhile was measured against the snapshot before; if there is still too much, the next commit says so.
        this.#waiting.delete(id)
      } catch (error) {
        this.#report(error, { room: id, doing: 'making its snapshot' })
      }
    }
    this.#running = undefined
  }
}
