import type { Pool } from 'pg'
import type { Change, Changes, ChangeWatch, Looked } from '../../rooms/log/changes.ts'
import { type RoomRow, roomOf } from '../sql/room-rows.ts'
import { textFromStored } from '../storable-text.ts'
import { withClient } from './with-client.ts'

/** For how long changes are kept, in minutes. Whoever has not looked for half as long looks at everything anew. */
const KEPT_FOR = 10

/** How many changes a look tells at most. */
const MOST = 5000

/** How many are forgotten at once. */
const FORGOTTEN_AT_ONCE = 5000

/**
 * What was committed between two snapshots is what the later one sees and the earlier does not. Numbers would not do:
 * transactions that took theirs earlier may commit later, and whoever reads on from a number misses those.
 */
const LOOK = `SELECT pg_current_snapshot()::text AS mark, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now,
    pg_snapshot_xmax($1::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot()) AS ahead, c.kind, c.subject, c.detail
  FROM (SELECT 1) AS one LEFT JOIN (
    SELECT position, kind, subject, detail FROM changes
    WHERE tx >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(tx, $1::pg_snapshot)
    ORDER BY position LIMIT ${MOST + 1}
  ) AS c ON true ORDER BY c.position`

const MARK = `SELECT pg_current_snapshot()::text AS mark, (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`

const FORGET = `DELETE FROM changes WHERE position IN (
  SELECT position FROM changes WHERE at < clock_timestamp() - interval '${KEPT_FOR} minutes'
  ORDER BY position LIMIT ${FORGOTTEN_AT_ONCE} FOR UPDATE SKIP LOCKED) RETURNING position`

/** Until where somebody has looked, and when that was by the database's clock. */
interface Mark {
  readonly mark: string
  /** Milliseconds since 1970. */
  readonly now: number
}

interface Row extends Mark {
  readonly ahead: boolean
  readonly kind: Change['kind'] | 'many' | null
  readonly subject: string | null
  readonly detail: string | null
}

/** What servers on one PostgreSQL database have changed there; the database's triggers note it. */
export class PostgresChanges implements Changes {
  readonly #pool: Pool

  constructor(pool: Pool) {
    this.#pool = pool
  }

  async watch(): Promise<ChangeWatch> {
    let [last] = await this.#ask<Mark>(MARK)
    return {
      look: async () => {
        const rows = await this.#ask<Row>(LOOK, [last?.mark])
        const [first] = rows
        if (!first || !last) throw new Error('the database does not say what it has seen')
        const looked = lookedOf(rows, first.now - last.now)
        last = first
        return looked
      },
    }
  }

  async lasting(sessions: readonly string[]): Promise<ReadonlySet<string>> {
    const there = await this.#ask<{ id: string }>('SELECT id FROM sessions WHERE id = ANY($1::text[])', [sessions])
    return new Set(there.map(({ id }) => id))
  }

  /** Forgets what everybody has seen: to be asked for now and then. */
  async sweep(): Promise<void> {
    while ((await this.#ask(FORGET)).length === FORGOTTEN_AT_ONCE);
  }

  #ask<Found extends object>(text: string, values: readonly unknown[] = []): Promise<readonly Found[]> {
    return withClient(this.#pool, async (client) => (await client.query<Found>(text, [...values])).rows)
  }
}

function lookedOf(rows: readonly Row[], sinceLast: number): Looked {
  const isLate = sinceLast < 0 || sinceLast > (KEPT_FOR * 60_000) / 2
  const missed = isLate || rows.length > MOST || rows.some(({ ahead, kind }) => ahead || kind === 'many')
  return { changes: rows.slice(0, MOST).flatMap((row) => changeOf(row) ?? []), missed }
}

function changeOf({ kind, subject, detail }: Row): Change | undefined {
  if (kind === 'sessions') return { kind }
  if (kind === null || kind === 'many' || subject === null) return undefined
  const id = textFromStored(subject)
  switch (kind) {
    case 'room':
      return { kind, room: id, ...roomChangeOf(detail) }
    case 'removal':
      return detail === null ? undefined : { kind, room: id, user: textFromStored(detail) }
    case 'closing':
    case 'knocks':
      return { kind, room: id }
    case 'session':
      return { kind, session: subject }
    case 'user':
      // As accounts are: these ids are stored as they are.
      return { kind, user: subject }
  }
}

function roomChangeOf(detail: string | null) {
  const { revision, before } = JSON.parse(detail ?? '{"revision":0}') as Noted
  return { revision, ...(before && { before: roomOf({ ...before, ...UNKNOWN }) }) }
}

/** As the triggers note it. */
interface Noted {
  readonly revision: number
  readonly before?: Omit<RoomRow, keyof typeof UNKNOWN>
}

const UNKNOWN = { preview: null, status: null, members: null }
