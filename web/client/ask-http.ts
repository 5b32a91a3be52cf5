import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'

/** How long an answer may take, in milliseconds. */
const PATIENCE = 15_000

/** What is asked beside the path. */
export interface HttpQuestion {
  readonly method?: string
  readonly token?: string
  readonly body?: object
  /** Beside the usual ones. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks below `/api`. Undefined where there is nothing to answer; rejects with `SocDrawError`: the server's own, or `CONNECTION_FAILED`. */
export type AskHttp = (path: string, question?: HttpQuestion) => Promise<unknown>

/** @param base where the server stands, with a slash at its end: a path of the page's own origin, or an address */
export function createAskHttp(send: typeof fetch, base: string): AskHttp {
  return async (path, { method = 'GET', token, body, headers } = {}) => {
    const request: RequestInit = {
      method,
      headers: {
        ...headers,
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.timeout(PATIENCE),
      ...(body && { body: JSON.stringify(body) }),
    }
    const response = await send(`${base}api/${path}`, request).catch((cause: unknown) => {
      throw Object.assign(new SocDrawError('CONNECTION_FAILED'), { cause })
    })
    if (response.status === 204) return undefined
    // Whatever is not JSON, a proxy's error page for one, is told apart below.
    const answer: unknown = await response.json().catch(() => undefined)
    if (response.ok && answer !== undefined) return answer
    throw hasError(answer) ? new SocDrawError(answer.error) : new SocDrawError('CONNECTION_FAILED')
  }
}

/** The answer, where it is what it should be. @throws SocDrawError `INTERNAL` */
export function expectShape<Shape>(answer: unknown, is: (answer: unknown) => answer is Shape): Shape {
  if (is(answer)) return answer
  throw new SocDrawError('INTERNAL', 'The server’s answer makes no sense.')
}

export function hasError(answer: unknown): answer is { error: WireError } {
  const { error } = (answer ?? {}) as { error?: Partial<WireError> }
  return typeof error?.code === 'string' && typeof error.message === 'string' && typeof error.retryable === 'boolean'
}
