import { isErrorCode, SocDrawError } from '../../server/protocol/errors.ts'

/** What Socket.IO itself answers where there is no such namespace. */
const NO_NAMESPACE = 'Invalid namespace'

/** The server's word in a `connect_error`; undefined where the connection failed without one. */
export function refusalOf(
  error: Error & { readonly data?: unknown; readonly context?: unknown },
): SocDrawError | undefined {
  if (error.message === NO_NAMESPACE) return new SocDrawError('NOT_FOUND')
  if (error.data !== undefined) return asRefusal(error.data, error.message)
  return asRefusal(bodyOf(error.context), '')
}

function asRefusal(data: unknown, message: string): SocDrawError | undefined {
  if (typeof data !== 'object' || data === null || !('code' in data) || typeof data.code !== 'string') return undefined
  const { code } = data
  const known = isErrorCode(code) ? new SocDrawError(code) : undefined
  const retryable = 'retryable' in data ? data.retryable === true : (known?.retryable ?? true)
  return new SocDrawError({ code, message: message || (known?.message ?? code), retryable, ...whenAgain(data) })
}

function whenAgain(data: object): { readonly retryAfter?: number } {
  const retryAfter = 'retryAfter' in data ? data.retryAfter : undefined
  return typeof retryAfter === 'number' && retryAfter >= 0 ? { retryAfter } : {}
}

/** The error in the body of an HTTP answer: before there is a connection, the server refuses by one. */
function bodyOf(context: unknown): unknown {
  if (typeof context !== 'object' || context === null || !('responseText' in context)) return undefined
  try {
    const body: unknown = JSON.parse(String(context.responseText))
    return typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined
  } catch {
    // A proxy's page, for one.
    return undefined
  }
}
