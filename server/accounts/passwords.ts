import { SocDrawError } from '../protocol/errors.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../protocol/http-messages.ts'
import type { PasswordHasher } from './password-hasher.ts'
import { createTaskGate } from './task-gate.ts'

// One of libuv's four threads stays free for files, so that a burst of sign-ins does not stop the page being served.
const HASHES_AT_ONCE = 3
const HASHES_WAITING = 100

/** Passwords, made and checked within bounds: when too many wait already, `TOO_MANY_ATTEMPTS`. */
export interface Passwords {
  /** @throws TypeError for a password shorter than 8 or longer than 1,000 characters. */
  hash(password: string): Promise<string>
  /**
   * Whether the password has this hash. Without a hash — nobody has that username — it is false, at the same cost:
   * the time of the answer does not tell whether the user exists.
   */
  verify(passwordHash: string | undefined, password: string): Promise<boolean>
  /** Whether a hash costs as much to try as those that are made now. */
  isCurrent(passwordHash: string): boolean
}

export function createPasswords(hasher: PasswordHasher): Passwords {
  const gate = createTaskGate({
    running: HASHES_AT_ONCE,
    waiting: HASHES_WAITING,
    full: () => new SocDrawError('TOO_MANY_ATTEMPTS'),
  })
  return {
    async hash(password) {
      if (password.length < MIN_PASSWORD_LENGTH || password.length > MAX_PASSWORD_LENGTH) {
        throw new TypeError(`a password has ${MIN_PASSWORD_LENGTH} to ${MAX_PASSWORD_LENGTH} characters`)
      }
      return gate(() => hasher.hash(password.normalize('NFC')))
    },
    async verify(passwordHash, password) {
      // Nobody's password is that long; said before looking at whose it would be.
      if (password.length > MAX_PASSWORD_LENGTH) return false
      const matches = await gate(() => hasher.verify(passwordHash ?? hasher.decoy, password.normalize('NFC')))
      return matches && passwordHash !== undefined
    },
    isCurrent: (passwordHash) => hasher.isCurrent(passwordHash),
  }
}
