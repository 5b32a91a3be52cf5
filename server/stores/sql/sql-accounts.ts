import type { Kysely, Selectable } from 'kysely'
import type { AccountStore, Session } from '../../accounts/ports.ts'
import type { UserAccount } from '../../accounts/user-account.ts'
import type { Tables } from './tables.ts'

/** How many ids one statement asks about. */
const ASKED_AT_ONCE = 1000

/** Accounts in any database that kysely speaks to. */
export function createSqlAccounts(database: Kysely<Tables>): AccountStore {
  const removed = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
  return {
    async addUser({ user: { id, username, name, roles }, passwordHash }) {
      const row = { id, username, name, roles: JSON.stringify(roles), password_hash: passwordHash }
      const added = database
        .insertInto('users')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
      return (await added.returning('id').execute()).length === 1
    },

    async findUser(id) {
      const row = await database.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
      return row && userOf(row)
    },

    async unknownUsers(ids) {
      const known = new Set<string>()
      for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
        const asked = ids.slice(start, start + ASKED_AT_ONCE)
        const found = await database.selectFrom('users').select('id').where('id', 'in', asked).execute()
        for (const { id } of found) known.add(id)
      }
      return ids.filter((id) => !known.has(id))
    },

    async findCredentials(username) {
      const row = await database.selectFrom('users').selectAll().where('username', '=', username).executeTakeFirst()
      return row && { user: userOf(row), passwordHash: row.password_hash }
    },

    changePassword(userId, passwordHash) {
      return database.transaction().execute(async (transaction) => {
        await transaction.updateTable('users').set({ password_hash: passwordHash }).where('id', '=', userId).execute()
        return removed(await transaction.deleteFrom('sessions').where('user', '=', userId).returning('id').execute())
      })
    },

    addSession(session, keep) {
      return database.transaction().execute(async (transaction) => {
        const others = transaction.selectFrom('sessions').select(['added', 'id']).where('user', '=', session.userId)
        const oldestFirst = await others.orderBy('expires_at').orderBy('added').execute()
        await transaction.insertInto('sessions').values(rowOf(session)).execute()
        const leaving = oldestFirst.slice(0, Math.max(0, oldestFirst.length + 1 - keep))
        const added = leaving.map((row) => row.added)
        if (added.length > 0) await transaction.deleteFrom('sessions').where('added', 'in', added).execute()
        return removed(leaving)
      })
    },

    async findSession(tokenHash) {
      const joined = database.selectFrom('sessions').innerJoin('users', 'users.id', 'sessions.user')
      const row = await joined
        .select(['sessions.id as session', 'token_hash', 'user', 'expires_at'])
        .select(['users.id', 'username', 'name', 'roles'])
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      if (!row) return undefined
      const { session: id, user: userId, expires_at: expiresAt } = row
      return { session: { id, userId, tokenHash: row.token_hash, expiresAt }, user: userOf(row) }
    },

    async renewSession(tokenHash, expiresAt) {
      const renewed = database.updateTable('sessions').set({ expires_at: expiresAt })
      await renewed.where('token_hash', '=', tokenHash).execute()
    },

    async removeSession(tokenHash) {
      const gone = database.deleteFrom('sessions').where('token_hash', '=', tokenHash).returning('id')
      return (await gone.executeTakeFirst())?.id
    },

    async removeExpiredSessions(now) {
      return removed(await database.deleteFrom('sessions').where('expires_at', '<=', now).returning('id').execute())
    },
  }
}

type UserRow = Pick<Selectable<Tables['users']>, 'id' | 'username' | 'name' | 'roles'>

function userOf({ id, username, name, roles }: UserRow): UserAccount {
  return { id, name, username, roles: JSON.parse(roles) }
}

function rowOf({ id, userId, tokenHash, expiresAt }: Session) {
  return { id, user: userId, token_hash: tokenHash, expires_at: expiresAt }
}
