import { wireJson } from './wire-json.ts'

/** An action as text: to be logged, measured, and told from another one. */
export interface ActionText {
  /** The payload's JSON, empty for none; undefined for what can't be written as JSON (it is nested too deeply). */
  readonly json: string | undefined
  /**
   * cyrb53 (53 bits, by bryc) over name and payload. Good against accidents, which is all it is for: a sender who
   * forges one cheats nobody but themselves.
   */
  readonly digest: string
}

export function describe(name: string, payload: unknown): ActionText {
  const json = wireJson(payload)
  return { json, digest: cyrb53(`${name} ${json}`) }
}

function cyrb53(text: string): string {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}
