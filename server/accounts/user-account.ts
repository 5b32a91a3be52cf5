import type { User } from '../protocol/room-document.ts'
import type { GUEST } from './rights-holder.ts'

/** What an account may do beyond its own rooms. */
export const ACCOUNT_ROLES = ['administrator', 'moderator'] as const
export type Role = (typeof ACCOUNT_ROLES)[number]

/** An account as the server knows it; never its password. */
export interface UserAccount extends User {
  /** What the user signs in with, in canonical form. */
  readonly username: string
  readonly roles: readonly (Role | typeof GUEST)[]
  /** As `#rrggbb`; absent as long as none was chosen. */
  readonly color?: string
  /** In milliseconds since 1970; absent for one that was made before this was noted. */
  readonly createdAt?: number
  /** Signs in nowhere, until an administrator enables it again. */
  readonly disabled?: true
  /** All that was theirs is gone but the id, which what they left in rooms still names. */
  readonly deleted?: true
}

/** What others see for one whose account was deleted. */
export const DELETED_NAME = 'deleted user'

/** The one form of a username that is stored, looked up and counted: `Alice ` signs in as `alice`. */
export function canonicalUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase()
}
