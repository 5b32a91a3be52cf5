import type { User } from '../protocol/room-document.ts'

/** What an account may do beyond its own rooms. */
export type Role = 'administrator'

/** An account as the server knows it; never its password. */
export interface UserAccount extends User {
  /** What the user signs in with, in canonical form. */
  readonly username: string
  readonly roles: readonly Role[]
}

/** The one form of a username that is stored, looked up and counted: `Alice ` signs in as `alice`. */
export function canonicalUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase()
}
