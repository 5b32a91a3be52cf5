import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** What changes take turns with: whose account, which room, or what there is one of. */
export type Turn = 'administrators' | 'history' | 'rooms' | `user:${string}` | `room:${string}` | `links:${string}`

/** What is asked of a database through kysely. */
export interface Database {
  /** Sees what is committed. It knows no transactions. */
  readonly reading: Kysely<Tables>
  readonly writing: Kysely<Tables>
  /**
   * Does `work` in one transaction, wholly or not at all. Of those that name the same turn one runs at a time, wherever: so
   * what `work` reads of it stays so until its end. It may be begun again from nothing, where the database gave it up so
   * that others could go on. Nested it would wait for itself.
   */
  change<Result>(turns: readonly Turn[], work: (writing: Transaction<Tables>) => Promise<Result>): Promise<Result>
}
