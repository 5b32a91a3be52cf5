import { setTimeout } from 'node:timers/promises'
import pg from 'pg'

/** Whose a room is, as the database has it. */
export interface OwnerSeen {
  readonly room: string
  readonly term: number
  /** The number of the owner's lease; null: nobody's. */
  readonly lease: number | null
  /** The name of the node whose lease it is, while that is not over. */
  readonly node: string | null
}

const OWNERS = `SELECT heads.id AS room, heads.term::float8 AS term, heads.owner::float8 AS lease, nodes.name AS node
FROM heads LEFT JOIN nodes ON nodes.lease = heads.owner AND nodes.until > clock_timestamp() ORDER BY heads.id`

/** How long a database that is being restarted is waited for, in milliseconds. */
const BACK_WITHIN = 20_000

/** The nodes' database, looked at past all gates. */
export class Database {
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  /** Rows of one statement; tried again while the database is away. */
  async ask<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    for (const ends = Date.now() + BACK_WITHIN; ; await setTimeout(50)) {
      const client = this.client()
      try {
        await client.connect()
        return (await client.query<Row>(text, [...values])).rows
      } catch (error) {
        if (Date.now() > ends) throw error
      } finally {
        // One that broke has ended already.
        await client.end().catch(() => undefined)
      }
    }
  }

  client(): pg.Client {
    const client = new pg.Client({ connectionString: this.url })
    // It may be lost at any time, as the database is: whoever asks is told.
    client.on('error', () => undefined)
    return client
  }

  owners(): Promise<OwnerSeen[]> {
    return this.ask(OWNERS)
  }

  /** The newest lease of a process that is not over. */
  async leaseOf(pid: number): Promise<number | undefined> {
    const [row] = await this.ask<{ lease: number }>(
      `SELECT lease::float8 AS lease FROM nodes WHERE split_part(name, '/', 2) = $1 AND until > clock_timestamp()
        ORDER BY lease DESC LIMIT 1`,
      [String(pid)],
    )
    return row?.lease
  }

  /** What is wrong with a room's log: versions have no gap, and end with its head. */
  async judgeLog(room: string): Promise<string[]> {
    const rows = await this.ask<{ version: number; head: number; at: number }>(
      `SELECT commits.version::float8 AS version, heads.version::float8 AS head, commits.at AS at
        FROM heads JOIN commits ON commits.room = heads.room WHERE heads.id = $1 ORDER BY commits.version`,
      [room],
    )
    const violations: string[] = []
    for (const [index, { version, at }] of rows.entries()) {
      const before = rows[index - 1]
      if (before && version !== before.version + 1) violations.push(`${room}: ${version} follows ${before.version}`)
      if (before && at < before.at) violations.push(`${room}: ${version} is earlier than ${before.version}`)
    }
    const last = rows.at(-1)
    if (!last) violations.push(`${room}: its log is empty`)
    else if (last.version !== last.head) violations.push(`${room}: its head is ${last.head}, its end ${last.version}`)
    return violations
  }
}
