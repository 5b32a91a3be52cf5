import { SocDrawError } from '../../server/protocol/errors.ts'

/** What was thrown, as what can be shown. Anything unexpected is a mistake of the page's, and goes to the console as well. */
export function toSocDrawError(error: unknown): SocDrawError {
  if (error instanceof SocDrawError) return error
  console.error(error)
  return new SocDrawError('INTERNAL', 'Something went wrong in this page.')
}
