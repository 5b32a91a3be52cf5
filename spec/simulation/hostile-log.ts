import type { PendingQuery } from '../../server/rooms/log/room-catalogue.ts'
import type {
  AppendOutcome,
  DisownedRoom,
  HistoryQuery,
  LogEntry,
  RoomAppend,
  RoomLog,
  RoomOpening,
  RoomStanding,
  StoredAction,
  StoredRoom,
} from '../../server/rooms/log/room-log.ts'
import type { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'
import { MemoryRoomLog } from '../../server/stores/memory/memory-room-log.ts'
import type { FakeClock } from '../../server/testing/fake-clock.ts'
import type { Chronicle } from './chronicle.ts'
import { Owners } from './owners.ts'
import type { ProcessClock } from './process-clock.ts'
import type { Random } from './random.ts'
import type { Verdict } from './verdict.ts'

/** What an append does beside being slow. `late`: it is told to have failed, and may be stored all the same afterwards. */
export type Fault = 'none' | 'before' | 'after' | 'one room' | 'late' | 'slow' | 'open'

export interface HostileLogParts {
  readonly clock: FakeClock
  readonly random: Random
  readonly verdict: Verdict
  readonly chronicles: ReadonlyMap<string, Chronicle>
  /** The longest that an append takes, in milliseconds, unless it is to be slow. */
  readonly latency: number
  /** Those of the servers that share the log. */
  readonly leases: MemoryLeases
}

/** An append that has not come to the store yet: a crash decides its fate. */
interface Underway {
  readonly cancel: () => void
  store(): Promise<void>
}

interface Given {
  readonly batch: readonly RoomAppend[]
  /** The batch as JSON, as it was when it was given. */
  readonly text: string
  /** Which room of it is not stored. */
  readonly failing: number | undefined
}

function inWords({ roomId, term, base, entries }: RoomAppend): string {
  const steps = entries.map(({ commit, answer }) => `${commit?.kind ?? ''}${answer ? `#${answer.seq}` : ''}`)
  return `${roomId} term ${term} after ${base}: ${steps.join(' ')}`
}

/** What an error that the log made up says first. */
export const INJECTED = 'injected:'

/** A durable log that outlives servers. */
export class HostileLog {
  readonly parts: HostileLogParts
  readonly inner: MemoryRoomLog
  readonly owners: Owners
  /** What the next append, or the next opening, does. */
  next: Fault = 'none'

  constructor(parts: HostileLogParts) {
    this.parts = parts
    this.inner = new MemoryRoomLog(parts.leases)
    this.owners = new Owners(parts.verdict, parts.leases)
  }

  forget(roomId: string): void {
    this.inner.forget(roomId)
  }

  /** The room's standing as the log holds it. */
  standing(roomId: string): RoomStanding | undefined {
    return this.inner.standing(roomId)
  }

  nameOf(roomId: string, userId: string): string | undefined {
    return this.inner.nameOf(roomId, userId)
  }

  at(roomId: string): number {
    return this.inner.at(roomId)
  }

  rules(roomId: string): number {
    return this.inner.rules(roomId)
  }

  ownerOf(roomId: string): number | undefined {
    return this.inner.ownerOf(roomId)
  }

  isPending(roomId: string, query: Pick<PendingQuery, 'before' | 'effects'> & { readonly alarms: boolean }): boolean {
    return this.inner.isPending(roomId, query)
  }

  /** The fault that is to be, if it is one of these. */
  take(faults: readonly Fault[]): Fault {
    if (!faults.includes(this.next)) return 'none'
    const fault = this.next
    this.next = 'none'
    return fault
  }
}

/** The log as one server has it: slow, and failing before it stores, after it, or for one room alone. */
export class LogAccess implements RoomLog {
  readonly #log: HostileLog
  readonly #parts: HostileLogParts
  readonly #inner: MemoryRoomLog
  /** What it hears, it hears by the server's clock: not while that stands still, nor when it has ended. */
  readonly #clock: ProcessClock
  readonly #underway = new Set<Underway>()
  #crashed = false

  constructor(log: HostileLog, clock: ProcessClock) {
    this.#log = log
    this.#parts = log.parts
    this.#inner = log.inner
    this.#clock = clock
  }

  async open(roomId: string, opening: RoomOpening): Promise<StoredRoom> {
    const { verdict, chronicles } = this.#parts
    const fails = this.#log.take(['open'])
    await this.#wait(this.#latency())
    if (fails === 'open') throw new Error(`${INJECTED} the log does not open ${roomId}`)
    const { version } = chronicles.get(roomId) ?? { version: -1 }
    const stored = await this.#inner.open(roomId, opening)
    this.#log.owners.opened(roomId, stored.term, opening.lease)
    verdict.check('log', version === stored.version, () => `${roomId} opens at ${stored.version}, not ${version}`)
    await this.#wait(this.#latency())
    return stored
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    const { verdict, random } = this.#parts
    const fault = this.#log.take(['before', 'after', 'one room', 'late', 'slow'])
    if (fault !== 'none') verdict.happened(`log fails: ${fault}`)
    verdict.note(() => `log: asked (${fault}) ${batch.map(inWords).join('; ')}`)
    // A log of its own process would get it as text: what changes afterwards must not matter.
    const text = JSON.stringify(batch)
    const failing = fault === 'one room' ? random.int(0, batch.length - 1) : undefined
    if (fault === 'before') return this.#refuse(batch, this.#latency())
    const late = fault === 'late' ? random.delay(1000) : 0
    const latency = fault === 'slow' ? random.int(500, 12_000) : this.#latency()
    const stored = this.#storeAfter(latency + late, { batch, text, failing })
    if (fault === 'late') return this.#refuse(batch, latency)
    const outcomes = await stored
    await this.#wait(this.#latency())
    if (fault === 'after') throw new Error(`${INJECTED} the log’s answer was lost`)
    return outcomes
  }

  async history(roomId: string, query: HistoryQuery): Promise<readonly StoredAction[]> {
    await this.#wait(this.#latency())
    return this.#inner.history(roomId, query)
  }

  async disown(rooms: readonly DisownedRoom[]): Promise<void> {
    await this.#wait(this.#latency())
    await this.#inner.disown(rooms)
    this.#log.owners.disowned(rooms)
    await this.#wait(this.#latency())
  }

  /** The server is gone: what is on its way to the store comes there or not, and nobody hears of it. */
  crash(): void {
    this.#crashed = true
    this.#log.next = 'none'
    for (const underway of [...this.#underway]) {
      underway.cancel()
      if (this.#parts.random.chance(0.5)) void underway.store()
    }
    this.#underway.clear()
  }

  #latency(): number {
    return this.#parts.random.delay(this.#parts.latency)
  }

  async #refuse(batch: readonly RoomAppend[], latency: number): Promise<readonly AppendOutcome[]> {
    await this.#wait(latency)
    const error = new Error(`${INJECTED} the log is full`)
    if (this.#parts.random.chance(0.5)) throw error
    return batch.map(() => ({ ok: false, reason: 'failed', error }))
  }

  #storeAfter(latency: number, given: Given): Promise<readonly AppendOutcome[]> {
    return new Promise((resolve) => {
      const store = async (): Promise<void> => {
        this.#underway.delete(underway)
        const outcomes = await this.#store(given)
        if (!this.#crashed) resolve(outcomes)
      }
      const underway = { cancel: this.#parts.clock.setTimer(latency, store), store }
      this.#underway.add(underway)
    })
  }

  async #store({ batch, text, failing }: Given): Promise<readonly AppendOutcome[]> {
    const outcomes: AppendOutcome[] = []
    for (const [index, append] of batch.entries()) {
      const [outcome] = index === failing ? [] : await this.#inner.append([append])
      outcomes.push(outcome ?? { ok: false, reason: 'failed', error: new Error(`${INJECTED} one room`) })
      if (outcome?.ok) this.#log.owners.stored(append)
      if (outcome?.ok) this.#tell(append.roomId, (JSON.parse(text) as RoomAppend[])[index]?.entries ?? [])
      else this.#parts.verdict.note(() => `log: ${append.roomId} not stored after ${append.base}`)
    }
    return outcomes
  }

  #tell(roomId: string, entries: readonly LogEntry[]): void {
    const chronicle = this.#parts.chronicles.get(roomId)
    for (const entry of entries) chronicle?.store(entry)
    this.#parts.verdict.note(() => `log: ${roomId} at ${chronicle?.version}, ${entries.length} entries stored`)
  }

  /** Resolves after so long, unless the server that waits has crashed meanwhile. */
  #wait(latency: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.setTimer(latency, resolve))
  }
}
