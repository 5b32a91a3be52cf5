import { type Kysely, sql } from 'kysely'
import type { FailureStore } from '../../accounts/ports.ts'
import type { Tables } from './tables.ts'

/** Wrong passwords in any database that kysely speaks to. */
export function failuresIn(database: Kysely<Tables>): FailureStore {
  return {
    async failuresOf(keys) {
      const rows = await database.selectFrom('sign_in_failures').selectAll().where('key', 'in', keys).execute()
      const found = new Map(rows.map(({ key, count, at }) => [key, { count, at }]))
      return keys.map((key) => found.get(key))
    },

    async addFailure(keys, at) {
      const added = database.insertInto('sign_in_failures').values(keys.map((key) => ({ key, at, count: 1 })))
      const counted = added.onConflict((conflict) =>
        conflict.column('key').doUpdateSet({ count: sql`sign_in_failures.count + 1`, at }),
      )
      await counted.execute()
    },

    async takeFailureBack(keys) {
      await database
        .updateTable('sign_in_failures')
        .set(({ eb }) => ({ count: eb('count', '-', 1) }))
        .where('key', 'in', keys)
        .where('count', '>', 0)
        .execute()
    },

    async forgetFailures(key) {
      await database.deleteFrom('sign_in_failures').where('key', '=', key).execute()
    },

    async trimFailures(before, keep) {
      await database.deleteFrom('sign_in_failures').where('at', '<', before).execute()
      const counted = database.selectFrom('sign_in_failures').select(({ fn }) => fn.countAll<number>().as('all'))
      const over = Number((await counted.executeTakeFirstOrThrow()).all) - keep
      if (over <= 0) return
      const oldest = database.selectFrom('sign_in_failures').select('key').orderBy('at').orderBy('key').limit(over)
      await database.deleteFrom('sign_in_failures').where('key', 'in', oldest).execute()
    },
  }
}
