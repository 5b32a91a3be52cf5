import type { Kysely } from 'kysely'
import { DELETED_NAME } from '../../accounts/user-account.ts'
import { removeLinksOf } from './sql-links.ts'
import type { Tables } from './tables.ts'
import { usernameOfDeleted } from './user-rows.ts'

/** As `AccountStore.deleteUser`, within a transaction. */
export async function eraseUser(transaction: Kysely<Tables>, id: string): Promise<readonly string[]> {
  const nobody = {
    name: DELETED_NAME,
    username: usernameOfDeleted(id),
    roles: '[]',
    password_hash: '',
    color: null,
    deleted: 1,
    untold: 1,
  } as const
  await transaction.updateTable('users').set(nobody).where('id', '=', id).execute()
  await transaction.deleteFrom('user_looks').where('user', '=', id).execute()
  await transaction.deleteFrom('user_words').where('user', '=', id).execute()
  await removeLinksOf(transaction, id)
  const sessions = await transaction.deleteFrom('sessions').where('user', '=', id).returning('id').execute()
  return sessions.map((session) => session.id)
}
