/** A fault that somebody might make: one place of the code, changed so that a promise is broken. */
export interface Mutant {
  readonly name: string
  readonly file: string
  /** Stands exactly once in the file. */
  readonly code: string
  readonly instead: string
  /** The specs of which at least one must fail. */
  readonly specs: readonly string[]
  /** Whether those are skipped where there is no PostgreSQL. */
  readonly onPostgres?: true
}

/** The specs of a part of the code, as mutants name them. */
export const ROOMS = 'spec/rooms/**/*.spec.ts'
export const CROWD = 'spec/rooms/room/crowd.spec.ts'
export const STORES = 'spec/stores/**/*.spec.ts'
export const SECRETS = 'spec/secrets/*.spec.ts'
export const CLIENT = 'spec/client/*.spec.ts'
export const SOCKETS = 'spec/sockets/*.spec.ts'
