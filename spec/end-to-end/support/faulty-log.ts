import type {
  AppendOutcome,
  HistoryQuery,
  RoomAppend,
  RoomLog,
  RoomOpening,
  StoredAction,
  StoredRoom,
} from '../../../server/rooms/log/room-log.ts'

/** What becomes of each append: it fails before anything is stored, or when all is; or takes two seconds. */
export type Fault = 'before' | 'after' | 'slow'

const SLOW = 2000

/** A log that stands on another one, and fails as it is told to. */
export class FaultyLog implements RoomLog {
  readonly #log: RoomLog
  fault: Fault | undefined
  /** How many appends the fault has struck. */
  struck = 0
  readonly #stored = new Map<string, number>()

  constructor(log: RoomLog) {
    this.#log = log
  }

  /** The last version of a room that is stored. */
  storedOf(roomId: string): number {
    return this.#stored.get(roomId) ?? 0
  }

  async open(roomId: string, opening: RoomOpening): Promise<StoredRoom> {
    const stored = await this.#log.open(roomId, opening)
    this.#stored.set(roomId, stored.version)
    return stored
  }

  history(roomId: string, query: HistoryQuery): Promise<readonly StoredAction[]> {
    return this.#log.history(roomId, query)
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    const { fault } = this
    if (fault) this.struck++
    if (fault === 'before') throw new Error('the fault before')
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, SLOW))
    const outcomes = await this.#log.append(batch)
    for (const [index, { roomId, entries }] of batch.entries()) {
      if (outcomes[index]?.ok) for (const { commit } of entries) if (commit) this.#stored.set(roomId, commit.version)
    }
    if (fault === 'after') throw new Error('the fault after')
    return outcomes
  }
}
