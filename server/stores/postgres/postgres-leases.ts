import type { Pool } from 'pg'
import { LEASE_LENGTH, type Leases, type NodeFacts, type NodeOnDuty } from '../../rooms/log/leases.ts'
import { withClient } from './with-client.ts'

/** How long an answer is waited for: not longer than from one renewal to the next, nor than a third of a lease; in milliseconds. */
export const LEASE_PATIENCE = LEASE_LENGTH / 3

/** How many connections leases have of their own: one on which nothing is answered must not hold up the next attempt. */
export const LEASE_CONNECTIONS = 3

// What was over long ago nobody asks for any more: where there is no row, a lease is over as well.
const TAKE = `WITH forgotten AS (
  DELETE FROM nodes WHERE lease IN (
    SELECT lease FROM nodes WHERE until < clock_timestamp() - interval '1 minute' FOR UPDATE SKIP LOCKED)
)
INSERT INTO nodes (name, protocol, draining, rooms, until)
VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond') RETURNING lease`

// Whoever takes a room over has the lease's row meanwhile: only when it is had here is it looked at whether it is over. A
// database that was put back gives numbers anew: by the name it is seen whose this one is.
const RENEW = `WITH locked AS MATERIALIZED (
  SELECT lease, until FROM nodes WHERE lease = $6 AND name = $1 FOR NO KEY UPDATE
), held AS MATERIALIZED (
  SELECT lease FROM locked WHERE until > clock_timestamp()
)
UPDATE nodes SET protocol = $2, draining = $3, rooms = $4, until = clock_timestamp() + $5 * interval '1 millisecond'
FROM held WHERE nodes.lease = held.lease`

const ON_DUTY = `SELECT lease, name, protocol, draining, rooms FROM nodes WHERE until > clock_timestamp() ORDER BY lease`

/**
 * Leases in a PostgreSQL database, by its clock. Each answer is waited for `LEASE_PATIENCE` at most, and a connection on which
 * none came is given up.
 */
export class PostgresLeases implements Leases {
  readonly #pool: Pool

  /** @param pool of `LEASE_CONNECTIONS`, which wait `LEASE_PATIENCE`: what else is asked of the database must not hold a renewal up */
  constructor(pool: Pool) {
    this.#pool = pool
  }

  async take(facts: NodeFacts): Promise<number> {
    const [row] = (await this.#ask<{ lease: number }>(TAKE, valuesOf(facts))).rows
    if (!row) throw new Error('the database gave a lease no number')
    return row.lease
  }

  async renew(lease: number, facts: NodeFacts): Promise<boolean> {
    return (await this.#ask(RENEW, [...valuesOf(facts), lease])).rowCount === 1
  }

  async giveBack(lease: number): Promise<void> {
    await this.#ask('DELETE FROM nodes WHERE lease = $1', [lease])
  }

  async nodes(): Promise<readonly NodeOnDuty[]> {
    return (await this.#ask<NodeOnDuty & Record<string, unknown>>(ON_DUTY, [])).rows
  }

  #ask<Row extends Record<string, unknown>>(text: string, values: readonly unknown[]) {
    return withClient(this.#pool, (client) => client.query<Row>(text, [...values]))
  }
}

function valuesOf({ name, protocol, draining, rooms }: NodeFacts): readonly unknown[] {
  return [name, protocol, draining, rooms, LEASE_LENGTH]
}
