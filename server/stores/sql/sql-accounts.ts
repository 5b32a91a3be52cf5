import type { Selectable } from 'kysely'
import { isStanding } from '../../accounts/is-standing.ts'
import type { AccountStore, Session } from '../../accounts/ports.ts'
import type { Database } from './database.ts'
import { eraseUser } from './erase-user.ts'
import { writeAudit } from './sql-audit-log.ts'
import { failuresIn } from './sql-failures.ts'
import { linksIn, removeLinksOf } from './sql-links.ts'
import { userListIn } from './sql-user-list.ts'
import type { Tables } from './tables.ts'
import { hasAdministrator, insertUser, setPassword, userOf } from './user-rows.ts'
import { setWords } from './user-words.ts'

/** How many ids one statement asks about. */
const ASKED_AT_ONCE = 1000

/** Accounts in any database that kysely speaks to. */
export function createSqlAccounts(store: Database): AccountStore {
  const database = store.writing
  const removed = (sessions: readonly { id: string }[]) => sessions.map(({ id }) => id)
  return {
    addUser: (credentials, name) => store.change([], (transaction) => insertUser(transaction, credentials, name)),

    async findUser(id) {
      const row = await database.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
      return row && userOf(row)
    },

    async usersLooking(looks) {
      if (looks.length === 0) return []
      const found = database.selectFrom('user_looks').select('user').distinct().where('look', 'in', looks)
      return (await found.execute()).map(({ user }) => user)
    },

    changeUser(id, { name, color }, was) {
      return store.change([`user:${id}`], async (transaction) => {
        const there = transaction
          .updateTable('users')
          .set({ ...(name !== undefined && { name, untold: 1 }), ...(color !== undefined && { color }), id })
          .where('id', '=', id)
          .where('deleted', '=', 0)
        const so = was && there.where('name', '=', was.name)
        const changed =
          so && (was.color === undefined ? so.where('color', 'is', null) : so.where('color', '=', was.color))
        const row = await (changed ?? there).returningAll().executeTakeFirst()
        if (row && name !== undefined) await setWords(transaction, row)
        if (row) return userOf(row)
        const other = was && transaction.selectFrom('users').select('id').where('id', '=', id).where('deleted', '=', 0)
        return (await other?.executeTakeFirst()) ? 'otherwise' : undefined
      })
    },

    deleteUser: (id) => store.change([`user:${id}`], (transaction) => eraseUser(transaction, id)),

    async untold(after, limit) {
      const found = database.selectFrom('users').selectAll().where('untold', '=', 1).where('id', '>', after)
      return (await found.orderBy('id').limit(limit).execute()).map(userOf)
    },

    async told(id, name) {
      const called = database.updateTable('users').set({ untold: 0 }).where('id', '=', id)
      await called.where('name', '=', name).execute()
    },

    async unknownUsers(ids) {
      const known = new Set<string>()
      for (let start = 0; start < ids.length; start += ASKED_AT_ONCE) {
        const asked = ids.slice(start, start + ASKED_AT_ONCE)
        const found = database.selectFrom('users').select('id').where('id', 'in', asked).where('deleted', '=', 0)
        for (const { id } of await found.execute()) known.add(id)
      }
      return ids.filter((id) => !known.has(id))
    },

    async findCredentials(username) {
      const found = database.selectFrom('users').selectAll().where('username', '=', username).where('deleted', '=', 0)
      const row = await found.executeTakeFirst()
      return row && { user: userOf(row), passwordHash: row.password_hash }
    },

    changePassword: (userId, passwordHash, kept) =>
      store.change([`user:${userId}`], (transaction) => setPassword(transaction, { userId, passwordHash, kept })),

    hasAdministrator: () => hasAdministrator(database),

    async replaceHash(userId, from, to) {
      const replaced = database.updateTable('users').set({ password_hash: to })
      await replaced.where('id', '=', userId).where('password_hash', '=', from).execute()
    },

    disableUser(id, disabled, audit, was) {
      return store.change(['administrators', `user:${id}`], async (transaction) => {
        const before = await transaction.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst()
        if (!before || before.deleted === 1) return undefined
        if (was && !isStanding(userOf(before), was)) return 'otherwise'
        const users = transaction.updateTable('users').where('id', '=', id)
        const row = await users
          .set({ disabled: disabled ? 1 : 0 })
          .returningAll()
          .executeTakeFirst()
        if (!row) return undefined
        const user = userOf(row)
        if (disabled && user.roles.includes('administrator') && !(await hasAdministrator(transaction))) {
          await users.set({ disabled: 0 }).execute()
          return undefined
        }
        await writeAudit(transaction, audit)
        if (!disabled) return { user, ended: [] }
        await removeLinksOf(transaction, id)
        const ended = transaction.deleteFrom('sessions').where('user', '=', id).returning('id')
        return { user, ended: removed(await ended.execute()) }
      })
    },

    addSession(session, keep, passwordHash) {
      return store.change([`user:${session.userId}`], async (transaction) => {
        const whose = transaction.selectFrom('users').select('password_hash').where('id', '=', session.userId)
        const may = await whose.where('deleted', '=', 0).where('disabled', '=', 0).executeTakeFirst()
        if (!may || may.password_hash !== (passwordHash ?? may.password_hash)) return undefined
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
        .selectAll()
        .select('sessions.id as session')
        .where('token_hash', '=', tokenHash)
        .executeTakeFirst()
      // Both tables have an `id`: in `row` it is not said whose.
      return row && { session: sessionOf({ ...row, id: row.session }), user: userOf({ ...row, id: row.user }) }
    },

    async sessionsOf(userId) {
      const own = database.selectFrom('sessions').selectAll().where('user', '=', userId)
      return (await own.orderBy('used_at', 'desc').orderBy('added', 'desc').execute()).map(sessionOf)
    },

    async renewSession(tokenHash, { usedAt, expiresAt }) {
      const renewed = database.updateTable('sessions').set({ used_at: usedAt, expires_at: expiresAt })
      await renewed.where('token_hash', '=', tokenHash).execute()
    },

    async removeSession(tokenHash) {
      const gone = database.deleteFrom('sessions').where('token_hash', '=', tokenHash).returning('id')
      return (await gone.executeTakeFirst())?.id
    },

    removeSessionsOf(userId, which, audit) {
      return store.change([`user:${userId}`], async (transaction) => {
        const own = transaction.deleteFrom('sessions').where('user', '=', userId)
        const gone = 'only' in which ? own.where('id', '=', which.only) : own.where('id', '!=', which.but)
        const ids = removed(await gone.returning('id').execute())
        if (ids.length > 0) await writeAudit(transaction, audit)
        return ids
      })
    },

    removeExpiredSessions(now) {
      return store.change([], async (transaction) => {
        const expired = transaction.deleteFrom('sessions').where('expires_at', '<=', now)
        return removed(await expired.returning('id').execute())
      })
    },

    ...linksIn(store),
    ...userListIn(store),
    ...failuresIn(store),
  }
}

function sessionOf(row: Selectable<Tables['sessions']>): Session {
  const { id, user: userId, token_hash: tokenHash, address, browser } = row
  const times = { begunAt: row.begun_at, usedAt: row.used_at, expiresAt: row.expires_at, endsAt: row.ends_at }
  return { id, userId, tokenHash, ...times, address, browser }
}

function rowOf({ id, userId, tokenHash, begunAt, usedAt, expiresAt, endsAt, address, browser }: Session) {
  const times = { begun_at: begunAt, used_at: usedAt, expires_at: expiresAt, ends_at: endsAt }
  return { id, user: userId, token_hash: tokenHash, ...times, address, browser }
}
