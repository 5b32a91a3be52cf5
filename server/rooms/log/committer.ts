import type { Clock } from '../../protocol/clock.ts'
import type { Report } from '../ports.ts'
import type { AppendOutcome, LogEntry, RoomAppend, RoomLog } from './room-log.ts'

/** A room, as the committer knows it. */
export interface LogWriter {
  readonly roomId: string
  readonly term: number
  /** The version of the application's rules that it runs. */
  readonly rules: number
  /** For how many milliseconds what it adds may wait for others: no longer than one beat. */
  readonly patience: number
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

const NOTHING: Batch = new Map()

export interface CommitterParts {
  readonly log: RoomLog
  readonly clock: Clock
  readonly report: Report
}

/**
 * How many entries a batch gathers about: enough that its one way to the disk weighs little on each, and few enough that
 * handing out its answers does not hold up everything else.
 */
const BATCH = 192

/** The time from one batch's beginning to the next's, in milliseconds: that between two frames, unless an application says otherwise. */
export const BEAT = 16

/**
 * Group commit, to one beat for all rooms: what arrives within a beat goes to the log together, and leaves as soon as it
 * is stored; the first after quiet goes at once, and a full batch does not wait. While one batch is on its way, the next
 * gathers: so a slow log makes batches larger, not queues longer. Bounded by each room's own limit of entries under way.
 */
export class Committer {
  readonly #log: RoomLog
  readonly #clock: Clock
  readonly #report: Report
  /** Whoever waits for longest comes first. */
  readonly #gathering = new Map<LogWriter, Gathered>()
  /** How many entries that are. */
  #count = 0
  /** How long the least patient of them waits. */
  #patience = BEAT
  /** When the last batch began. */
  #begun = Number.NEGATIVE_INFINITY
  #cancelBeat: (() => void) | undefined
  #running: Promise<void> | undefined

  constructor({ log, clock, report }: CommitterParts) {
    this.#log = log
    this.#clock = clock
    this.#report = report
  }

  /** @param base the room's version before this entry */
  add(writer: LogWriter, base: number, entry: LogEntry): void {
    const gathered = this.#gathering.get(writer)
    if (gathered) gathered.entries.push(entry)
    else this.#gathering.set(writer, { base, entries: [entry] })
    this.#count++
    const sooner = writer.patience < this.#patience
    if (sooner) this.#patience = writer.patience
    // The running batch, or the next beat, takes care of it.
    if (this.#running || (this.#cancelBeat && !sooner && this.#count < BATCH)) return
    this.#goOn()
  }

  /** Resolves when everything that was added has been answered, which then waits for no beat. */
  async idle(): Promise<void> {
    while (this.#running || this.#gathering.size > 0) {
      this.#patience = 0
      if (!this.#running) this.#goOn()
      await this.#running
    }
  }

  /** Begins a batch of what has gathered, now or when the beat comes. */
  #goOn(): void {
    this.#cancelBeat?.()
    this.#cancelBeat = undefined
    const wait = this.#wait()
    if (wait <= 0) this.#running = this.#run()
    else {
      this.#cancelBeat = this.#clock.setTimer(wait, () => {
        this.#cancelBeat = undefined
        this.#running = this.#run()
      })
    }
  }

  /** For how many milliseconds what has gathered is to wait. */
  #wait(): number {
    if (this.#count >= BATCH) return 0
    const since = this.#clock.now() - this.#begun
    // A clock that stepped backwards holds nothing up for longer than one beat.
    return since < 0 ? this.#patience : this.#patience - since
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
      batch = this.#wait() <= 0 ? this.#take() : NOTHING
      underway = this.#append(batch)
      this.#tell(answered, outcomes, 'stored')
    }
    this.#running = undefined
    // Some of it waits for the beat, and handing out the last answers may have brought something new.
    if (this.#gathering.size > 0) this.#goOn()
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
    this.#count -= entries
    // What found no place has waited for long enough.
    this.#patience = this.#gathering.size > 0 ? 0 : BEAT
    if (entries > 0) this.#begun = this.#clock.now()
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
    this.#count -= this.#gathering.get(writer)?.entries.length ?? 0
    this.#gathering.delete(writer)
    const error =
      outcome && !outcome.ok ? (outcome.error ?? new Error(`the log answered ${outcome.reason}`)) : undefined
    writer.notStored(error ?? new Error('the log gave no outcome'))
  }
}
