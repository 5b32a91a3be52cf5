import { setTimeout } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { AppendOutcome } from '../../rooms/log/room-log.ts'
import type { PackedAppend } from '../sql/packed-append.ts'
import { StoreError } from '../store-error.ts'
import { type AppendRow, appendStatement } from './append-statement.ts'
import { patience } from './patience.ts'
import { askPrepared } from './prepared.ts'
import { isRefusal, withClient } from './with-client.ts'

export interface AppenderParts {
  readonly pool: Pool
  /** How many characters of patches a room has at least before its snapshot is made anew. */
  readonly snapshotAfter: number
  /** Told of a room whose log outweighs its snapshot. */
  outgrown(id: string): void
}

/** Refused for what it holds: values, constraints, sizes. That may be the matter of one room alone. */
const OF_ITS_CONTENT = /^(?:22|23|54)/

/** Stores batches. Any number of servers may do so on one database: none waits for another, and each room takes its owner's only. */
export class LogAppender {
  readonly #parts: AppenderParts

  constructor(parts: AppenderParts) {
    this.#parts = parts
  }

  /** The outcomes in the batch's order. Rejects where the fate of all is unknown. */
  async append(batch: readonly PackedAppend[]): Promise<readonly AppendOutcome[]> {
    const outcomes = new Map<PackedAppend, AppendOutcome>()
    // A room's second part stands on its first: it goes when that is answered.
    for (const round of roundsOf(batch)) await this.#storeRound(round, outcomes)
    return batch.map((append) => outcomes.get(append) ?? failed(new Error('the log gave no outcome')))
  }

  async #storeRound(round: readonly PackedAppend[], outcomes: Map<PackedAppend, AppendOutcome>): Promise<void> {
    try {
      await this.#storeTogether(round, outcomes)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const open = round.filter((append) => !outcomes.has(append))
      if (open.length > 1 && OF_ITS_CONTENT.test(error.code))
        for (const one of open) await this.#storeRound([one], outcomes)
      else for (const append of open) outcomes.set(append, failed(error))
    }
  }

  /** Whoever’s head somebody else has is asked for again, for a while: the others do not wait with them for the disk. */
  async #storeTogether(round: readonly PackedAppend[], outcomes: Map<PackedAppend, AppendOutcome>): Promise<void> {
    let open = round
    for (const pause of patience()) {
      const rows = await this.#ask(open)
      const locked: PackedAppend[] = []
      for (const [index, append] of open.entries()) {
        const row = rows[index]
        if (row?.locked) locked.push(append)
        else outcomes.set(append, this.#outcomeOf(append, row))
      }
      open = locked
      if (open.length === 0) return
      await setTimeout(pause)
    }
    for (const append of open)
      outcomes.set(append, failed(new StoreError('LOCKED', `Somebody else has room ${append.id}.`)))
  }

  #outcomeOf({ id }: PackedAppend, row: AppendRow | undefined): AppendOutcome {
    if (row?.outgrown === true) this.#parts.outgrown(id)
    return typeof row?.outgrown === 'boolean' ? { ok: true } : { ok: false, reason: 'conflict' }
  }

  #ask(batch: readonly PackedAppend[]): Promise<readonly AppendRow[]> {
    const { pool, snapshotAfter } = this.#parts
    const statement = appendStatement(batch, snapshotAfter)
    return withClient(pool, async (client) => (await askPrepared<AppendRow>(client, statement)).rows)
  }
}

/** Parts of a batch in each of which a room is once: a room's own keep their order. */
function roundsOf(batch: readonly PackedAppend[]): readonly PackedAppend[][] {
  const rounds: PackedAppend[][] = []
  const met = new Map<string, number>()
  for (const append of batch) {
    const round = met.get(append.id) ?? 0
    met.set(append.id, round + 1)
    rounds[round] ??= []
    rounds[round].push(append)
  }
  return rounds
}

function failed(error: Error): AppendOutcome {
  return { ok: false, reason: 'failed', error }
}
