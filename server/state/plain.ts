import { copyJson } from './json.ts'
import { behind } from './settle.ts'

/**
 * A copy of a draft, or of anything with drafts in it, as plain JSON that shares nothing with the state: for what takes
 * no proxies, such as `structuredClone`, and for what is kept beyond the handler. Costs what it copies; `undefined` stays.
 * @throws {StateError} naming the place of what is no JSON, such as a draft whose handler has returned.
 */
export function plain<Value>(value: Value): Value {
  return value === undefined ? value : copyJson(value, { root: 'value', resolve: behind })
}
