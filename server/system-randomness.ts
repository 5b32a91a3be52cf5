import { randomBytes } from 'node:crypto'
import type { Randomness } from './rooms/ports.ts'

/** The machine's cryptographic source. */
export const systemRandomness: Randomness = {
  name: () => randomBytes(16).toString('base64url'),
  seed: () => randomBytes(4).readUInt32LE(),
}
