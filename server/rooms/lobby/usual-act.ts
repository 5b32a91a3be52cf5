import type { ActRequest, RequestArguments } from '../../protocol/events.ts'
import { MAX_NAME_LENGTH, MAX_ROOM_ID_LENGTH } from '../../protocol/limits.ts'

/**
 * What `requests.act` makes of the arguments, where nothing is wrong with them: by far the most that a server is sent, and
 * held against that schema each costs more than what most actions do. Undefined for what the schema is to be asked about.
 */
export function usualAct(args: readonly unknown[]): RequestArguments<'act'> | undefined {
  const [roomId, request] = args
  if (args.length !== 2 || !isText(roomId, MAX_ROOM_ID_LENGTH)) return undefined
  if (typeof request !== 'object' || request === null || Array.isArray(request)) return undefined
  const { client, seq, name, payload, confirmed } = request as Partial<Record<keyof ActRequest, unknown>>
  if (!isText(client, MAX_NAME_LENGTH) || !isText(name, MAX_NAME_LENGTH)) return undefined
  if (!isCount(seq) || seq === 0 || !(confirmed === undefined || isCount(confirmed))) return undefined
  return [roomId, { client, seq, name, payload, confirmed }]
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= longest
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
