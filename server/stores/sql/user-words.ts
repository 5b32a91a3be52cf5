import type { Kysely } from 'kysely'
import { wordsOf } from '../../accounts/search-words.ts'
import type { UserAccount } from '../../accounts/user-account.ts'
import type { Tables } from './tables.ts'

/** Lets a user be found by the words of their names, and by no others. Within a transaction. */
export async function setWords(
  transaction: Kysely<Tables>,
  { id, username, name }: Pick<UserAccount, 'id' | 'username' | 'name'>,
): Promise<void> {
  await transaction.deleteFrom('user_words').where('user', '=', id).execute()
  const words = wordsOf(username, name).map((word) => ({ word, user: id }))
  if (words.length > 0) await transaction.insertInto('user_words').values(words).execute()
}
