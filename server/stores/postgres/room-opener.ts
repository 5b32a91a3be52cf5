import { setTimeout } from 'node:timers/promises'
import type { Pool } from 'pg'
import { LeaseOverError, NewerRulesError, OwnedElsewhereError } from '../../rooms/log/room-log.ts'
import { StoreError } from '../store-error.ts'
import { patience } from './patience.ts'
import { askPrepared } from './prepared.ts'
import { withClient } from './with-client.ts'

/** A room that is opened, by rules of this version; the epoch is its own where it has none yet. */
export interface Opening {
  readonly id: string
  readonly epoch: string
  readonly rules: number
  /** The lease to which the room is to belong; absent for none. */
  readonly lease?: number | undefined
}

/** How many rooms are opened by one statement at most. */
const MOST_AT_ONCE = 200

/** How many may wait: a server keeps fewer rooms open. */
const MAX_WAITING = 100_000

interface OpenedRow {
  /** Null where it was not raised: for one of the reasons below, or since somebody else has the room's head, or its owner's lease, just now. */
  readonly term: number | null
  /** Whether the lease to which it was to belong is over. */
  readonly over: boolean
  /** The lease to which it belongs, where that is another's and not over, and the node that has it. */
  readonly owner: number | null
  readonly node: string | null
  /** Whether newer rules have written it. */
  readonly newer: boolean
}

interface Asked {
  readonly opening: Opening
  resolve(term: number): void
  reject(error: unknown): void
}

/**
 * As with appends, a head that somebody else has is left out. New rooms come in one order, so that two openers of the same
 * ones never wait for each other.
 * [P14] Whose a room is, and whether that lease is over, is seen at one moment. Both may be otherwise when the head is had:
 * so it is taken only if it has the same owner and term as then, and only while the row of the lease that is over is had
 * too, which so nobody renews meanwhile; a renewal on its way leaves that row out. Who is left out is asked for again.
 */
const OPEN = `WITH asked AS MATERIALIZED (
  SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[]) WITH ORDINALITY
    AS asked (id, epoch, rules, lease, n)
), seen AS MATERIALIZED (
  SELECT asked.*, heads.room, heads.term, heads.owner, coalesce(heads.rules > asked.rules, false) AS newer,
    nodes.name AS node, nodes.until > clock_timestamp() AS on_duty, asked.lease IS NOT NULL AND NOT EXISTS (
      SELECT FROM nodes WHERE nodes.lease = asked.lease AND nodes.until > clock_timestamp()) AS over
  FROM asked LEFT JOIN heads ON heads.id = asked.id
    LEFT JOIN nodes ON nodes.lease = heads.owner AND nodes.lease IS DISTINCT FROM asked.lease
), ended AS MATERIALIZED (
  SELECT nodes.lease FROM nodes WHERE nodes.lease IN (SELECT owner FROM seen WHERE NOT on_duty)
    AND nodes.until <= clock_timestamp() FOR SHARE OF nodes SKIP LOCKED
), free AS MATERIALIZED (
  SELECT * FROM seen WHERE NOT over AND NOT newer AND (node IS NULL OR owner IN (SELECT lease FROM ended))
), made AS (
  INSERT INTO heads (id, epoch, term, owner) SELECT id, epoch, 1, lease FROM free WHERE room IS NULL
  ORDER BY id COLLATE "C" ON CONFLICT (id) DO NOTHING RETURNING id, term
), mine AS MATERIALIZED (
  SELECT heads.room, free.lease FROM free JOIN heads ON heads.room = free.room
  WHERE heads.term = free.term AND heads.owner IS NOT DISTINCT FROM free.owner AND heads.rules <= free.rules
  ORDER BY heads.room FOR NO KEY UPDATE OF heads SKIP LOCKED
), raised AS (
  UPDATE heads SET term = heads.term + 1, owner = mine.lease FROM mine WHERE heads.room = mine.room
  RETURNING heads.id, heads.term
)
SELECT coalesce(made.term, raised.term) AS term, seen.over, CASE WHEN seen.on_duty THEN seen.owner END AS owner, seen.node,
  seen.newer
FROM seen LEFT JOIN made ON made.id = seen.id LEFT JOIN raised ON raised.id = seen.id ORDER BY seen.n`

/** Raises the terms of rooms that are opened: those that are asked for while others are on their way go together. */
export class RoomOpener {
  readonly #pool: Pool
  #waiting: Asked[] = []
  #underway = false

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** Resolves with the room's new term. Rejects as `RoomLog.open` says, and where nothing can be written. */
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
      openings.map(({ lease }) => lease),
    ]
    return withClient(this.#pool, async (client) => {
      return (await askPrepared<OpenedRow>(client, { name: 'open', text: OPEN, values })).rows
    })
  }
}

function answered({ opening: { id, lease, rules }, resolve, reject }: Asked, row: OpenedRow | undefined): boolean {
  if (typeof row?.term === 'number') resolve(row.term)
  else if (row?.over) reject(new LeaseOverError(`lease ${lease} is over`))
  else if (row?.owner != null && row.node !== null)
    reject(new OwnedElsewhereError(id, { lease: row.owner, node: row.node }))
  else if (row?.newer) reject(new NewerRulesError(`room ${id} was written by newer rules than version ${rules}`))
  else return false
  return true
}
