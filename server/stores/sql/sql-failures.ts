import { sql } from 'kysely'
import type { FailureStore } from '../../accounts/ports.ts'
import type { Database } from './database.ts'

/** Wrong passwords in any database that kysely speaks to. */
export function failuresIn(store: Database): FailureStore {
  const database = store.writing
  return {
    async failuresOf(keys) {
      const rows = await database.selectFrom('sign_in_failures').selectAll().where('key', 'in', keys).execute()
      const found = new Map(rows.map(({ key, count, at }) => [key, { count, at }]))
      return keys.map((key) => found.get(key))
    },

    async addFailure(keys, at) {
      const added = database.insertInto('sign_in_failures').values(inOrder(keys).map((key) => ({ key, at, count: 1 })))
      const counted = added.onConflict((conflict) =>
        conflict.column('key').doUpdateSet({ count: sql`sign_in_failures.count + 1`, at }),
      )
      await counted.execute()
    },

    async takeFailureBack(keys) {
      await store.change([], async (transaction) => {
        for (const key of inOrder(keys)) {
          const taken = transaction.updateTable('sign_in_failures').set(({ eb }) => ({ count: eb('count', '-', 1) }))
          await taken.where('key', '=', key).where('count', '>', 0).execute()
        }
      })
    },

    async forgetFailures(key) {
      await database.deleteFrom('sign_in_failures').where('key', '=', key).execute()
    },

    async trimFailures(before, keep) {
      await store.change([], async (transaction) => {
        const failures = transaction.selectFrom('sign_in_failures')
        await transaction.deleteFrom('sign_in_failures').where('at', '<', before).execute()
        const counted = failures.select(({ fn }) => fn.countAll<number>().as('all'))
        const over = Number((await counted.executeTakeFirstOrThrow()).all) - keep
        if (over <= 0) return
        const oldest = failures.select('key').orderBy('at').orderBy('key').limit(over)
        await transaction.deleteFrom('sign_in_failures').where('key', 'in', oldest).execute()
      })
    },
  }
}

/** Each once, and always in the same order: those who change some of the same wait for each other, and never in a ring. */
function inOrder(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort()
}
