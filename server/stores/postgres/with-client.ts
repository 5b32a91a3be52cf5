import pg, { type Pool, type PoolClient } from 'pg'

/** After these the connection is gone, or what was asked may be done all the same. */
const UNKNOWN_FATE = /^(?:08|57P|XX|25P03|40003)/

/**
 * Lends a connection. Where what is asked fails, it is kept for others if the database merely refused; else it is given up,
 * since what was asked may still be under way on it.
 */
export async function withClient<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    const result = await work(client)
    client.release()
    return result
  } catch (error) {
    client.release(!isRefusal(error))
    throw error
  }
}

/** Whether the database refused a statement, of which then nothing was done, and goes on with the connection. */
export function isRefusal(error: unknown): error is pg.DatabaseError & { readonly code: string } {
  return error instanceof pg.DatabaseError && error.code !== undefined && !UNKNOWN_FATE.test(error.code)
}
