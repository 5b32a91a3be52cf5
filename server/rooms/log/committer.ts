import type { Report } from '../ports.ts'
import type { AppendOutcome, LogEntry, RoomAppend, RoomLog } from './room-log.ts'

/** A room, as the committer knows it. */
export interface LogWriter {
  readonly roomId: string
  readonly term: number
  /** The version of the application's rules that it runs. */
  readonly rules: number
  /** The log holds `count` more of the entries that were added, in their order. */
  stored(count: number): void
  /** Whatever was added and is not stored yet is lost, or its fate unknown. */
  notStored(error: unknown): void
}

interface Gathered {
  readonly base: number
  readonly entries: LogEntry[]
}

type Batch = ReadonlyMap<LogWriter, Gathered>

/**
 * How many entries a batch gathers about: enough that its one way to the disk weighs little on each, and few enough that
 * handing out its answers does not hold up everything else.
 */
const BATCH = 192

/**
 * Group commit: all rooms that moved share one batch; while one batch is on its way, the next gathers. So a slow log
 * makes batches larger, not queues longer. Bounded by each room's own limit of entries under way.
 */
export class Committer {
  readonly #log: RoomLog
  readonly #report: Report
  /** Whoever waits for longest comes first. */
  readonly #gathering = new Map<LogWriter, Gathered>()
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
    let batch = this.#take()
    let underway = this.#append(batch)
    while (batch.size > 0) {
      const outcomes = await underway
      const answered = batch
      // Who failed has nothing more to be stored; then the log goes on with its work, while the answers are handed out.
      this.#tell(answered, outcomes, 'failed')
      batch = this.#take()
      underway = this.#append(batch)
      this.#tell(answered, outcomes, 'stored')
    }
    this.#running = undefined
    // Handing out the last answers may have brought something new.
    if (this.#gathering.size > 0) this.#running = this.#run()
  }

  #take(): Batch {
    const batch = new Map<LogWriter, Gathered>()
    let entries = 0
    for (const [writer, gathered] of this.#gathering) {
      if (entries >= BATCH) break
      entries += gathered.entries.length
      batch.set(writer, gathered)
      this.#gathering.delete(writer)
    }
    return batch
  }

  async #append(batch: Batch): Promise<readonly AppendOutcome[]> {
    if (batch.size === 0) return []
    const appends = [...batch].map(
      ([{ roomId, term, rules }, { base, entries }]): RoomAppend => ({ roomId, term, base, rules, entries }),
    )
    try {
      return await this.#log.append(appends)
    } catch (error) {
      return appends.map(() => ({ ok: false, reason: 'failed', error }))
    }
  }

  /** Tells those writers of a batch for whom it went well, or the others, what became of it. */
  #tell(batch: Batch, outcomes: readonly AppendOutcome[], which: 'stored' | 'failed'): void {
    for (const [index, [writer, { entries }]] of [...batch].entries()) {
      const outcome = outcomes[index]
      if ((which === 'stored') !== (outcome?.ok === true)) continue
      try {
        if (outcome?.ok) writer.stored(entries.length)
        else this.#fail(writer, outcome)
      } catch (error) {
        // One room's mistake is no other room's matter: theirs are told, and the next batch goes.
        this.#report(error, { room: writer.roomId, doing: 'telling it what the log has stored' })
      }
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
