import type { VisibilityRules } from '../state/visibility.ts'

/**
 * Holds what is its owners' to the one form in which it can be told apart: a record by user id, or null for none.
 * @throws TypeError naming the key that is something else
 */
export function checkOwned(rules: VisibilityRules, state: object): void {
  for (const [key, rule] of Object.entries(rules)) {
    if (rule !== 'owner') continue
    const part: unknown = Reflect.get(state, key)
    if (part === undefined || part === null || (typeof part === 'object' && !Array.isArray(part))) continue
    const found = Array.isArray(part) ? 'an array' : `a ${typeof part}`
    throw new TypeError(
      `visibility.${key} is 'owner', which is for a record by user id, and the state has ${found} there`,
    )
  }
}
