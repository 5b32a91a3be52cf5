import type { Pool, PoolClient } from 'pg'
import { isRefusal, withClient } from './with-client.ts'

/** As `withClient`, within a transaction that sees the database as it is at one moment, and changes nothing. */
export function atOneMoment<Result>(pool: Pool, read: (client: PoolClient) => Promise<Result>): Promise<Result> {
  return withClient(pool, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    try {
      const result = await read(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      if (isRefusal(error)) await client.query('ROLLBACK')
      throw error
    }
  })
}
