import type { Kysely, Selectable } from 'kysely'
import type { Link, LinkStore, LinkUse } from '../../accounts/ports.ts'
import type { Database } from './database.ts'
import { settleGuest } from './settle-guest.ts'
import { writeAudit } from './sql-audit-log.ts'
import type { Tables } from './tables.ts'
import { hasAdministrator, insertUser, setPassword, userOf } from './user-rows.ts'

/** Links in any database that kysely speaks to. */
export function linksIn(store: Database): LinkStore {
  const database = store.writing
  return {
    addLink(link, keep, audit) {
      return store.change([`links:${link.kind}:${link.userId ?? ''}`], async (transaction) => {
        await transaction.insertInto('links').values(rowOf(link)).execute()
        await writeAudit(transaction, audit)
        const ofKind = transaction.selectFrom('links').select('position').where('kind', '=', link.kind)
        const alike = ofKind.where('user', link.userId === undefined ? 'is' : '=', link.userId ?? null)
        const newest = await alike
          .orderBy('position', 'desc')
          .limit(keep + 1)
          .execute()
        const first = newest[keep]?.position
        if (first === undefined) return
        await transaction
          .deleteFrom('links')
          .where('kind', '=', link.kind)
          .where('user', link.userId === undefined ? 'is' : '=', link.userId ?? null)
          .where('position', '<=', first)
          .execute()
      })
    },

    async findLink(id) {
      const row = await database.selectFrom('links').selectAll().where('id', '=', id).executeTakeFirst()
      return row && linkOf(row)
    },

    async linksOf(kind, now) {
      const ofKind = database.selectFrom('links').selectAll().where('kind', '=', kind)
      const usable = ofKind.where('uses_left', '>', 0).where('expires_at', '>', now)
      return (await usable.orderBy('position', 'desc').execute()).map(linkOf)
    },

    removeLink(id, kind, audit) {
      return store.change([], async (transaction) => {
        const gone = transaction.deleteFrom('links').where('id', '=', id).where('kind', '=', kind)
        const was = (await gone.returning('id').executeTakeFirst()) !== undefined
        if (was) await writeAudit(transaction, audit)
        return was
      })
    },

    async removeSpentLinks(now) {
      await store.change([], (transaction) =>
        transaction
          .deleteFrom('links')
          .where(({ eb, or }) => or([eb('expires_at', '<=', now), eb('uses_left', '<=', 0)]))
          .execute(),
      )
    },

    async resetPassword(use, passwordHash) {
      // Whose turn it is, is the link's to say, and never changes. Whether it can be used, the change sees.
      const link = await database.selectFrom('links').select('user').where('id', '=', use.id).executeTakeFirst()
      const userId = link?.user
      if (typeof userId !== 'string') return undefined
      return store.change([`user:${userId}`], async (transaction) => {
        if (!(await take(transaction, { ...use, kind: 'reset' }))) return undefined
        const ended = await setPassword(transaction, { userId, passwordHash })
        const row = await transaction.selectFrom('users').selectAll().where('id', '=', userId).executeTakeFirst()
        return row && { user: userOf(row), ended }
      })
    },

    addUserByLink(use, credentials, looks) {
      return store.change(use.kind === 'set-up' ? ['administrators'] : [], async (transaction) => {
        if (use.kind === 'set-up' && (await hasAdministrator(transaction))) return 'unusable'
        if (!(await take(transaction, use))) return 'unusable'
        if (await insertUser(transaction, credentials, { looks, alone: true })) return 'added'
        await giveBack(transaction, use)
        return 'taken'
      })
    },

    settleGuest(guest, use) {
      return store.change([`user:${guest.id}`], async (transaction) => {
        if (use && !(await take(transaction, use))) return 'unusable'
        const settled = await settleGuest(transaction, guest)
        if (use && typeof settled === 'string') await giveBack(transaction, use)
        return settled
      })
    },
  }
}

/** Removes the links that are for a user, or that they made. */
export async function removeLinksOf(transaction: Kysely<Tables>, userId: string): Promise<void> {
  await transaction
    .deleteFrom('links')
    .where(({ eb, or }) => or([eb('user', '=', userId), eb('made_by', '=', userId)]))
    .execute()
}

/** Takes a use of a link that can be used; undefined of one that can't. */
function take(transaction: Kysely<Tables>, { id, kind, now }: LinkUse) {
  const taken = transaction.updateTable('links').set(({ eb }) => ({ uses_left: eb('uses_left', '-', 1) }))
  const usable = taken.where('id', '=', id).where('kind', '=', kind).where('uses_left', '>', 0)
  return usable.where('expires_at', '>', now).returning('user').executeTakeFirst()
}

async function giveBack(transaction: Kysely<Tables>, { id }: LinkUse): Promise<void> {
  const given = transaction.updateTable('links').set(({ eb }) => ({ uses_left: eb('uses_left', '+', 1) }))
  await given.where('id', '=', id).execute()
}

function linkOf(row: Selectable<Tables['links']>): Link {
  const { id, secret_hash: secretHash, kind, user, made_by: madeBy } = row
  const times = { madeAt: row.made_at, expiresAt: row.expires_at }
  const who = { ...(user !== null && { userId: user }), ...(madeBy !== null && { madeBy }) }
  return { id, secretHash, kind, ...who, ...times, usesLeft: row.uses_left }
}

function rowOf({ id, secretHash, kind, userId, madeBy, madeAt, expiresAt, usesLeft }: Link) {
  const times = { made_at: madeAt, expires_at: expiresAt }
  return {
    id,
    secret_hash: secretHash,
    kind,
    user: userId ?? null,
    made_by: madeBy ?? null,
    ...times,
    uses_left: usesLeft,
  }
}
