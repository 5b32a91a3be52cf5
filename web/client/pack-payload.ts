import { SocDrawError } from '../../server/protocol/errors.ts'
import { MAX_ACTION_SIZE } from '../../server/protocol/limits.ts'

/**
 * What JSON makes of `payload`: a copy that its giver can't change any more. `undefined` stays undefined: an action
 * without payload.
 * @throws SocDrawError `INVALID_PAYLOAD` for what JSON can't hold, `TOO_LARGE`
 */
export function packPayload(payload: unknown): unknown {
  if (payload === undefined) return undefined
  const json = stringify(payload)
  if (json.length > MAX_ACTION_SIZE) throw new SocDrawError('TOO_LARGE')
  return JSON.parse(json)
}

function stringify(payload: unknown): string {
  let json: string | undefined
  try {
    json = JSON.stringify(payload)
  } catch (error) {
    throw new SocDrawError('INVALID_PAYLOAD', `The action’s payload is not JSON: ${String(error)}`)
  }
  if (json === undefined) throw new SocDrawError('INVALID_PAYLOAD', `A ${typeof payload} is not JSON.`)
  return json
}
