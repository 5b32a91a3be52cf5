import type { Kysely } from 'kysely'
import { isStanding } from '../../accounts/is-standing.ts'
import type { UserListStore } from '../../accounts/ports.ts'
import { GUEST } from '../../accounts/rights-holder.ts'
import type { Role } from '../../accounts/user-account.ts'
import type { Database } from './database.ts'
import { eraseUser } from './erase-user.ts'
import { writeAudit } from './sql-audit-log.ts'
import type { Tables } from './tables.ts'
import { hasAdministrator, userOf } from './user-rows.ts'

/** As it stands among roles. */
const ADMINISTRATOR = JSON.stringify('administrator' satisfies Role)

/** How many ids one statement asks about. */
const ASKED_AT_ONCE = 1000

/** Comes after every word that begins with what stands before it. */
const LAST = '\u{10ffff}'

/** Users as they are listed, in any database that kysely speaks to. */
export function userListIn(store: Database): UserListStore {
  const database = store.writing
  return {
    async findUsers({ words, after = '', limit }) {
      let found = database.selectFrom('users').selectAll().where('deleted', '=', 0).where('username', '>', after)
      for (const word of words) {
        const having = database.selectFrom('user_words').select('user').where('word', '>=', word)
        found = found.where('id', 'in', having.where('word', '<', word + LAST))
      }
      return (await found.orderBy('username').limit(limit).execute()).map(userOf)
    },

    async removeGuests(which) {
      const meant = (guests: Kysely<Tables>) => {
        const all = guests.selectFrom('users').select('users.id').where('roles', 'like', `%"${GUEST}"%`)
        return all.where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('sessions').select('sessions.id').whereRef('sessions.user', '=', 'users.id'))),
        )
      }
      const idle = meant(database)
      const found =
        'only' in which
          ? idle.where('users.id', '=', which.only)
          : idle.where('created_at', '<', which.madeBefore).orderBy('users.id').limit(which.limit)
      const ids = (await found.execute()).map(({ id }) => id)
      if (ids.length === 0) return 0
      return store.change(
        ids.map((id) => `user:${id}` as const),
        async (transaction) => {
          // Whoever came back or became an account meanwhile stays.
          const gone = await meant(transaction).where('users.id', 'in', ids).execute()
          for (const { id } of gone) await eraseUser(transaction, id)
          return gone.length
        },
      )
    },

    async namesOf(ids) {
      const names = new Map<string, string>()
      for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
        const asked = ids.slice(start, start + ASKED_AT_ONCE)
        const found = database.selectFrom('users').select(['id', 'name']).where('id', 'in', asked)
        for (const { id, name } of await found.execute()) names.set(id, name)
      }
      return names
    },

    setRoles(id, roles, audit, was) {
      return store.change(['administrators', `user:${id}`], async (transaction) => {
        const before = await transaction.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
        const users = transaction.updateTable('users').where('id', '=', id)
        if (!before || before.deleted === 1) return undefined
        if (was && !isStanding(userOf(before), was)) return 'otherwise'
        const row = await users
          .set({ roles: JSON.stringify(roles) })
          .returningAll()
          .executeTakeFirst()
        if (!row) return undefined
        const user = userOf(row)
        const falls = before.roles.includes(ADMINISTRATOR) && !user.roles.includes('administrator')
        if (falls && !(await hasAdministrator(transaction))) {
          await users.set({ roles: before.roles }).execute()
          return undefined
        }
        if (falls) await transaction.deleteFrom('links').where('made_by', '=', id).execute()
        await writeAudit(transaction, audit)
        return user
      })
    },
  }
}
