import type { Database } from '../sql/database.ts'

const ROW = 'cluster'

/**
 * What all servers on a database have in common: made by the first of them, and kept. It stays also when the database is
 * another one by PostgreSQL's own name, as after a standby was promoted: servers that went on know it by this.
 */
export async function clusterNameOf({ writing, reading }: Database, randomName: () => string): Promise<string> {
  await writing
    .insertInto('meta')
    .values({ name: ROW, value: randomName() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
  const { value } = await reading.selectFrom('meta').select('value').where('name', '=', ROW).executeTakeFirstOrThrow()
  return value
}
