import { SocDrawError } from '../../server/protocol/errors.ts'

/** What becomes of a promise: `'pending'` until then, its value, or its error's code. */
export function outcome(promise: Promise<unknown>): { now: unknown } {
  const outcome: { now: unknown } = { now: 'pending' }
  promise.then(
    (value) => {
      outcome.now = value
    },
    (error: unknown) => {
      outcome.now = error instanceof SocDrawError ? error.code : error
    },
  )
  return outcome
}
