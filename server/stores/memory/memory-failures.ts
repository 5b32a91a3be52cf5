import type { FailureStore, Failures } from '../../accounts/ports.ts'

/** Wrong passwords in memory. */
export function createMemoryFailures(): FailureStore {
  /** Those that were added to last stand last. */
  const failures = new Map<string, Failures>()
  return {
    async failuresOf(keys) {
      return structuredClone(keys.map((key) => failures.get(key)))
    },
    async addFailure(keys, at) {
      for (const key of keys) {
        const count = (failures.get(key)?.count ?? 0) + 1
        failures.delete(key)
        failures.set(key, { count, at })
      }
    },
    async takeFailureBack(keys) {
      for (const key of keys) {
        const before = failures.get(key)
        if (before) failures.set(key, { ...before, count: Math.max(0, before.count - 1) })
      }
    },
    async forgetFailures(key) {
      failures.delete(key)
    },
    async trimFailures(before, keep) {
      for (const [key, { at }] of failures) if (at < before || failures.size > keep) failures.delete(key)
    },
  }
}
