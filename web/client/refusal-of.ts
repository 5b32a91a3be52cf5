import { isErrorCode, SocDrawError } from '../../server/protocol/errors.ts'

/** What Socket.IO itself answers where there is no such namespace. */
const NO_NAMESPACE = 'Invalid namespace'

/** The server's word in a `connect_error`; undefined where the connection failed without one. */
export function refusalOf(error: Error & { readonly data?: unknown }): SocDrawError | undefined {
  if (error.message === NO_NAMESPACE) return new SocDrawError('NOT_FOUND')
  const { data } = error
  if (typeof data !== 'object' || data === null || !('code' in data) || typeof data.code !== 'string') return undefined
  const { code } = data
  const known = isErrorCode(code) ? new SocDrawError(code) : undefined
  const retryable = 'retryable' in data ? data.retryable === true : (known?.retryable ?? true)
  return new SocDrawError({ code, message: error.message || (known?.message ?? code), retryable })
}
