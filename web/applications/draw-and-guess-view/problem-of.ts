import { SocDrawError } from '../../../server/protocol/errors.ts'

/** What went wrong, in words for the user. A mistake of the page's own is told to its author. */
export function problemOf(error: unknown): string {
  if (error instanceof SocDrawError) return error.message
  console.error(error)
  return 'Something went wrong in this page.'
}
