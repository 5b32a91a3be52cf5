import { setTimeout } from 'node:timers/promises'
import type { Pool } from 'pg'
import { NewerRulesError } from '../../rooms/log/room-log.ts'
import { StoreError } from '../store-error.ts'
import { patience } from './patience.ts'
import { withClient } from './with-client.ts'

/** A room that is opened, by rules of this version; the epoch is its own where it has none yet. */
export interface Opening {
  readonly id: string
  readonly epoch: string
  readonly rules: number
}

/** How many rooms are opened by one statement at most. */
const MOST_AT_ONCE = 200

/** How many may wait: a server keeps fewer rooms open. */
const MAX_WAITING = 100_000

interface OpenedRow {
  /** Null where it was not raised: newer rules have written the room, or somebody else has its head just now. */
  readonly term: number | null
  readonly newer: boolean
}

interface Asked {
  readonly opening: Opening
  resolve(term: number): void
  reject(error: unknown): void
}

/** As with appends, a head that somebody else has is left out. New rooms come in one order, so that two openers of the same ones never wait for each other. */
const OPEN = `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::text[], $3::integer[]) WITH ORDINALITY AS asked (id, epoch, rules, n)
), made AS (
  INSERT INTO heads (id, epoch, term) SELECT id, epoch, 1 FROM asked
  WHERE NOT EXISTS (SELECT FROM heads WHERE heads.id = asked.id) ORDER BY id COLLATE "C"
  ON CONFLICT (id) DO NOTHING RETURNING id, term
), mine AS MATERIALIZED (
  SELECT heads.room FROM asked JOIN heads ON heads.id = asked.id WHERE heads.rules <= asked.rules
  ORDER BY heads.room FOR NO KEY UPDATE OF heads SKIP LOCKED
), raised AS (
  UPDATE heads SET term = heads.term + 1 FROM mine WHERE heads.room = mine.room RETURNING heads.id, heads.term
)
SELECT coalesce(made.term, raised.term) AS term,
  (SELECT heads.rules > asked.rules FROM heads WHERE heads.id = asked.id) IS TRUE AS newer
FROM asked LEFT JOIN made ON made.id = asked.id LEFT JOIN raised ON raised.id = asked.id ORDER BY asked.n`

/** Raises the terms of rooms that are opened: those that are asked for while others are on their way go together. */
export class RoomOpener {
  readonly #pool: Pool
  #waiting: Asked[] = []
  #underway = false

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Resolves with the room's new term. Rejects with NewerRulesError, and where nothing can be written. */
  raise(opening: Opening): Promise<number> {
    if (this.#waiting.length >= MAX_WAITING)
      return Promise.reject(new StoreError('UNUSABLE', 'Too many rooms are opened.'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ opening, resolve, reject })
      if (!this.#underway) void this.#raiseAll()
    })
  }

  async #raiseAll(): Promise<void> {
    this.#underway = true
    while (this.#waiting.length > 0) await this.#raiseSome(this.#next())
    this.#underway = false
  }

  /** The next ones, each room once: whoever else opens the same is given the next term. */
  #next(): Asked[] {
    const next = new Map<string, Asked>()
    const later: Asked[] = []
    for (const asked of this.#waiting) {
      if (next.size < MOST_AT_ONCE && !next.has(asked.opening.id)) next.set(asked.opening.id, asked)
      else later.push(asked)
    }
    this.#waiting = later
    return [...next.values()]
  }

  async #raiseSome(asked: readonly Asked[]): Promise<void> {
    let open = asked
    try {
      for (const pause of patience()) {
        const rows = await this.#ask(open)
        open = open.filter((one, index) => !answered(one, rows[index]))
        if (open.length === 0) return
        await setTimeout(pause)
      }
      for (const { opening, reject } of open) reject(new StoreError('LOCKED', `Somebody else has room ${opening.id}.`))
    } catch (error) {
      for (const { reject } of open) reject(error)
    }
  }

  #ask(asked: readonly Asked[]): Promise<readonly OpenedRow[]> {
    const openings = asked.map(({ opening }) => opening)
    const values = [
      openings.map(({ id }) => id),
      openings.map(({ epoch }) => epoch),
      openings.map(({ rules }) => rules),
    ]
    return withClient(this.#pool, async (client) => {
      return (await client.query<OpenedRow>({ name: 'open', text: OPEN, values })).rows
    })
  }
}

function answered({ opening, resolve, reject }: Asked, row: OpenedRow | undefined): boolean {
  if (typeof row?.term === 'number') resolve(row.term)
  else if (row?.newer)
    reject(new NewerRulesError(`room ${opening.id} was written by newer rules than version ${opening.rules}`))
  else return false
  return true
}
