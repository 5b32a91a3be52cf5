import {
  type AppendOutcome,
  type DisownedRoom,
  type HistoryQuery,
  NewerRulesError,
  type RoomAppend,
  type RoomLog,
  type RoomOpening,
  type StoredAction,
  type StoredRoom,
} from './room-log.ts'

/** A log whose health is known: what it last failed at, until that has worked again. */
export class WatchedLog implements RoomLog {
  readonly #log: RoomLog
  #opening: string | undefined
  #storing: string | undefined

  constructor(log: RoomLog) {
    this.#log = log
  }

  /** Why nothing can be stored at the moment; undefined when all is well. */
  get trouble(): string | undefined {
    return this.#storing ?? this.#opening
  }

  async open(roomId: string, opening: RoomOpening): Promise<StoredRoom> {
    try {
      const stored = await this.#log.open(roomId, opening)
      this.#opening = undefined
      return stored
    } catch (error) {
      if (isOfTheStore(error)) this.#opening = inWords(error)
      throw error
    }
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    try {
      const outcomes = await this.#log.append(batch)
      const failed = outcomes.find((outcome) => !outcome.ok && outcome.reason === 'failed')
      // Where others of the batch were stored, it is that room's own matter.
      if (outcomes.some(({ ok }) => ok)) this.works()
      else if (failed && !failed.ok) this.#storing = inWords(failed.error)
      return outcomes
    } catch (error) {
      this.#storing = inWords(error)
      throw error
    }
  }

  history(roomId: string, query: HistoryQuery): Promise<readonly StoredAction[]> {
    return this.#log.history(roomId, query)
  }

  async disown(rooms: readonly DisownedRoom[]): Promise<void> {
    await this.#log.disown?.(rooms)
  }

  /** It is known to work: what it failed at before does not count any more. */
  works(): void {
    this.#storing = undefined
    this.#opening = undefined
  }
}

/** Stores and machines give their errors codes; what has none is one room's own fault. */
function isOfTheStore(error: unknown): boolean {
  return !(error instanceof NewerRulesError) && error instanceof Error && 'code' in error
}

function inWords(error: unknown): string {
  return error instanceof Error ? error.message : 'for no stated reason'
}
