import { randomBytes } from 'node:crypto'
import type { Randomness } from '../rooms/ports.ts'

/** The machine's cryptographic source. */
export const systemRandomness: Randomness = {
  name: () => randomBytes(16).toString('base64url'),
  seed: () => {
    const bytes = randomBytes(16)
    return [bytes.readUInt32LE(0), bytes.readUInt32LE(4), bytes.readUInt32LE(8), bytes.readUInt32LE(12)]
  },
}
