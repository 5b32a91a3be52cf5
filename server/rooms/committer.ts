import type { Report } from './ports.ts'
import type { AppendOutcome, LogEntry, RoomAppend, RoomLog } from './room-log.ts'

/** A room, as the committer knows it. */
export interface LogWriter {
  readonly roomId: string
  readonly term: number
  /** The log holds `count` more of the entries that were added, in their order. */
  stored(count: number): void
  /** Whatever was added and is not stored yet is lost, or its fate unknown. */
  notStored(error: unknown): void
}

interface Gathered {
  readonly base: number
  readonly entries: LogEntry[]
}

/**
 * Group commit: all rooms that moved share one batch; while one batch is on its way, the next gathers. So a slow log
 * makes batches larger, not queues longer. Bounded by each room's own limit of entries under way.
 */
export class Committer {
  readonly #log: RoomLog
  readonly #report: Report
  #gathering = new Map<LogWriter, Gathered>()
  #running: Promise<void> | undefined

  constructor(log: RoomLog, report: Report) {
    this.#log = log
    this.#report = report
  }

  /** @param base the room's version before this entry */
  add(writer: LogWriter, base: number, entry: LogEntry): void {
    const gathered = this.#gathering.get(writer)
    if (gathered) gathered.entries.push(entry)
    else this.#gathering.set(writer, { base, entries: [entry] })
    this.#running ??= this.#run()
  }

  /** Resolves when everything that was added has been answered. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running
  }

  async #run(): Promise<void> {
    // What the same synchronous step adds belongs to the first batch.
    await Promise.resolve()
    while (this.#gathering.size > 0) {
      const gathered = this.#gathering
      this.#gathering = new Map()
      await this.#store(gathered)
    }
    this.#running = undefined
  }

  async #store(gathered: ReadonlyMap<LogWriter, Gathered>): Promise<void> {
    const writers = [...gathered.keys()]
    const batch: RoomAppend[] = [...gathered].map(([{ roomId, term }, { base, entries }]) => ({
      roomId,
      term,
      base,
      entries,
    }))
    const outcomes = await this.#append(batch)
    for (const [index, writer] of writers.entries()) {
      try {
        const outcome = outcomes[index]
        if (outcome?.ok) writer.stored(batch[index]?.entries.length ?? 0)
        else this.#fail(writer, outcome)
      } catch (error) {
        // One room's mistake is no other room's matter: theirs are told, and the next batch goes.
        this.#report(error, { room: writer.roomId, doing: 'telling it what the log has stored' })
      }
    }
  }

  async #append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    try {
      return await this.#log.append(batch)
    } catch (error) {
      return batch.map(() => ({ ok: false, reason: 'failed', error }))
    }
  }

  #fail(writer: LogWriter, outcome: AppendOutcome | undefined): void {
    // What gathered meanwhile stands on what was not stored.
    this.#gathering.delete(writer)
    const error =
      outcome && !outcome.ok ? (outcome.error ?? new Error(`the log answered ${outcome.reason}`)) : undefined
    writer.notStored(error ?? new Error('the log gave no outcome'))
  }
}
