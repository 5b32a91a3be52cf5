import type { User } from '../protocol/room-document.ts'

/** What an account may do beyond its own rooms. */
export type Role = 'administrator'

/** An account as the server knows it; never its password. */
export interface UserAccount extends User {
  /** What the user signs in with, in canonical form. */
  readonly username: string
  readonly roles: readonly Role[]
}

const MAX_NAME_LENGTH = 100

// What breaks a line, is half a character, turns the direction of the text or takes no space at all. Joiners stay: some
// scripts and emoji need them.
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/u

/** The one form of a username that is stored, looked up and counted: `Alice ` signs in as `alice`. */
export function canonicalUsername(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase()
}

/** Whether `name` can stand in a list of people: 1 to 100 printable characters. */
export function isPrintableName(name: string): boolean {
  return name.trim() !== '' && name.length <= MAX_NAME_LENGTH && !UNPRINTABLE.test(name)
}
