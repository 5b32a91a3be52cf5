import { hash, verify } from '@node-rs/argon2'
import type { RandomBytes } from './ports.ts'

/** A slow password hash. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  verify(passwordHash: string, password: string): Promise<boolean>
  /** Whether a hash was made at the costs of today. */
  isCurrent(passwordHash: string): boolean
  /** A hash that no password has, and that costs as much to verify as a real one. */
  readonly decoy: string
}

// OWASP's minimum for argon2id: 19 MiB, two passes, one lane. `@node-rs/argon2` takes argon2id when nothing is said.
const COSTS = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 }
const SALT_BYTES = 16
/** What a hash in PHC form begins with. */
const PREFIX = `$argon2id$v=19$m=${COSTS.memoryCost},t=${COSTS.timeCost},p=${COSTS.parallelism}`

/** argon2id. Runs on libuv's threads: a hash takes some 10 ms and 19 MiB, and does not hold the event loop. */
export function createArgon2Hasher(randomBytes: RandomBytes): PasswordHasher {
  return {
    hash: (password) => hash(password, { ...COSTS, salt: randomBytes(SALT_BYTES) }),
    verify: (passwordHash, password) => verify(passwordHash, password),
    isCurrent: (passwordHash) => passwordHash.startsWith(`${PREFIX}$`),
    decoy: [PREFIX, unpaddedBase64(randomBytes(SALT_BYTES)), unpaddedBase64(randomBytes(COSTS.outputLen))].join('$'),
  }
}

function unpaddedBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}
