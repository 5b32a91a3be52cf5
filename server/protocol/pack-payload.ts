import { SocDrawError } from './errors.ts'
import { MAX_ACTION_SIZE } from './limits.ts'
import { writeJson } from './write-json.ts'

/**
 * What JSON makes of `payload`, by the rule of `writeJson`: a copy that its giver can't change any more, nor is changed by
 * whoever takes it. `undefined` stays undefined: nothing is carried.
 * @param maxSize in characters of JSON
 * @throws SocDrawError `INVALID_PAYLOAD` for what JSON can't hold, `TOO_LARGE`
 */
export function packPayload(payload: unknown, maxSize: number = MAX_ACTION_SIZE): unknown {
  const json = jsonOf(payload)
  if (json === undefined) return undefined
  if (json.length > maxSize) throw new SocDrawError('TOO_LARGE')
  return JSON.parse(json)
}

function jsonOf(payload: unknown): string | undefined {
  try {
    return writeJson(payload)
  } catch (error) {
    throw new SocDrawError('INVALID_PAYLOAD', error instanceof Error ? error.message : undefined)
  }
}
