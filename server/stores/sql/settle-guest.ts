import type { Kysely } from 'kysely'
import type { SettledGuest } from '../../accounts/ports.ts'
import { GUEST } from '../../accounts/rights-holder.ts'
import type { UserAccount } from '../../accounts/user-account.ts'
import type { Tables } from './tables.ts'
import { userOf } from './user-rows.ts'
import { setWords } from './user-words.ts'

/** As `AccountStore.settleGuest` without a link, within a transaction. */
export async function settleGuest(
  transaction: Kysely<Tables>,
  { id, name, username, passwordHash, looks, sessionsUntil }: SettledGuest,
): Promise<UserAccount | 'taken' | 'gone'> {
  const guests = transaction.selectFrom('users').select('id').where('id', '=', id).where('disabled', '=', 0)
  if (!(await guests.where('roles', 'like', `%"${GUEST}"%`).executeTakeFirst())) return 'gone'
  const namesakes = transaction.selectFrom('users').select('id').where('username', '=', username)
  if (await namesakes.where('id', '!=', id).executeTakeFirst()) return 'taken'
  if (!(await moveLooks(transaction, id, looks))) return 'taken'
  const settled = transaction
    .updateTable('users')
    .set({ name, username, password_hash: passwordHash, roles: '[]', untold: 1 })
  const user = userOf(await settled.where('id', '=', id).returningAll().executeTakeFirstOrThrow())
  await setWords(transaction, user)
  const sessions = transaction.updateTable('sessions').set({ expires_at: sessionsUntil }).where('user', '=', id)
  await sessions.where('ends_at', '>=', sessionsUntil).execute()
  return user
}

/** Gives a user these looks and no others, unless one of them is another's: then nothing changes, and the answer is false. */
async function moveLooks(transaction: Kysely<Tables>, user: string, looks: readonly string[]): Promise<boolean> {
  const own = transaction.selectFrom('user_looks').select('look').where('user', '=', user)
  const before = (await own.execute()).map(({ look }) => look)
  const wanted = [...new Set(looks)]
  const added = transaction
    .insertInto('user_looks')
    .values(wanted.map((look) => ({ look, user })))
    .onConflict((conflict) => conflict.doNothing())
  await added.execute()
  const got = await own.where('look', 'in', wanted).execute()
  const gone = transaction.deleteFrom('user_looks').where('user', '=', user)
  const all = got.length === wanted.length
  await gone.where('look', 'not in', all ? wanted : before).execute()
  return all
}
