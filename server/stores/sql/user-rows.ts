import type { Kysely, Selectable } from 'kysely'
import type { AccountStore, Credentials } from '../../accounts/ports.ts'
import type { Role, UserAccount } from '../../accounts/user-account.ts'
import type { Tables } from './tables.ts'
import { setWords } from './user-words.ts'

/** As `AccountStore.addUser`, within a transaction. */
export async function insertUser(
  transaction: Kysely<Tables>,
  { user, passwordHash }: Credentials,
  { looks, alone }: NonNullable<Parameters<AccountStore['addUser']>[1]> = { looks: [], alone: false },
): Promise<boolean> {
  const added = transaction
    .insertInto('users')
    .values({ ...userRowOf(user), password_hash: passwordHash })
    .onConflict((conflict) => conflict.doNothing())
  if ((await added.returning('id').execute()).length === 0) return false
  const own = transaction
    .insertInto('user_looks')
    // In one order for all: of two who want the same, one waits for the other, never both.
    .values([...new Set(looks)].sort().map((look) => ({ look, user: user.id })))
    .onConflict((conflict) => conflict.doNothing())
  const got = looks.length === 0 ? 0 : (await own.returning('look').execute()).length
  await setWords(transaction, user)
  if (!alone || got === new Set(looks).size) return true
  // A look is another's: what was added goes again.
  await transaction.deleteFrom('user_words').where('user', '=', user.id).execute()
  await transaction.deleteFrom('user_looks').where('user', '=', user.id).execute()
  await transaction.deleteFrom('users').where('id', '=', user.id).execute()
  return false
}

interface PasswordChange {
  readonly userId: string
  readonly passwordHash: string
  /** The session that goes on. */
  readonly kept?: string | undefined
}

/** As `AccountStore.changePassword`, within a transaction. */
export async function setPassword(
  transaction: Kysely<Tables>,
  { userId, passwordHash, kept = '' }: PasswordChange,
): Promise<readonly string[]> {
  const changed = transaction.updateTable('users').set({ password_hash: passwordHash })
  await changed.where('id', '=', userId).where('deleted', '=', 0).execute()
  await transaction.deleteFrom('links').where('user', '=', userId).execute()
  const others = transaction.deleteFrom('sessions').where('user', '=', userId).where('id', '!=', kept)
  return (await others.returning('id').execute()).map(({ id }) => id)
}

/** As `AccountStore.hasAdministrator`. */
export async function hasAdministrator(database: Kysely<Tables>): Promise<boolean> {
  const role = 'administrator' satisfies Role
  const found = database
    .selectFrom('users')
    .select('id')
    .where('roles', 'like', `%"${role}"%`)
    .where('disabled', '=', 0)
  return (await found.limit(1).executeTakeFirst()) !== undefined
}

/** No username has such a character, so that it is nobody's; and each is another's, as the table demands. */
export function usernameOfDeleted(id: string): string {
  return `\u0001${id}`
}

export function userOf(row: Selectable<Tables['users']>): UserAccount {
  const { id, username, name, roles, color, created_at: createdAt, deleted, disabled } = row
  return {
    id,
    name,
    username: deleted ? '' : username,
    roles: JSON.parse(roles),
    ...(color !== null && { color }),
    ...(createdAt !== null && { createdAt }),
    ...(deleted === 1 && { deleted: true }),
    ...(disabled === 1 && { disabled: true }),
  }
}

function userRowOf({ id, username, name, roles, color, createdAt }: UserAccount) {
  const known = { color: color ?? null, created_at: createdAt ?? null }
  return { id, username, name, roles: JSON.stringify(roles), ...known, deleted: 0, disabled: 0 } as const
}
