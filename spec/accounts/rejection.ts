import { expect } from 'chai'
import { SocDrawError } from '../../server/protocol/errors.ts'

/** The error that the promise rejects with; a promise that resolves fails the spec. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  const error: unknown = await promise.then(
    (value) => expect.fail(`resolved with ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  )
  if (!(error instanceof Error)) throw new Error('rejected with something that is no Error')
  return error
}

/** The code of the `SocDrawError` that the promise rejects with. */
export async function refusalCode(promise: Promise<unknown>): Promise<string> {
  const error = await rejection(promise)
  if (!(error instanceof SocDrawError)) throw error
  return error.code
}
