import { SocDrawError } from '../../server/protocol/errors.ts'

/** The refusal that `promise` rejects with. @throws Error when it resolves, or rejects with anything else */
export async function rejection(promise: Promise<unknown>): Promise<SocDrawError> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (outcome instanceof SocDrawError) return outcome
  throw new Error(`expected a refusal, got ${String(outcome ?? 'a success')}`)
}
