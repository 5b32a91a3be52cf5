import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'

/** What says who the user is: or a function that gives it, asked at each connecting, so that a short-lived one is renewed. */
export type Token = string | (() => string | Promise<string>)

/** How long a function may take to give the token, in milliseconds. */
const GIVEN_WITHIN = 10_000

export interface TokenListener {
  given(token: string): void
  /** `TIMED_OUT`, which may pass; the `SocDrawError` that the function threw; `UNAUTHENTICATED` where it threw anything else. */
  failed(error: SocDrawError): void
}

/** Asks for the token; the listener is told of one outcome. Returns what makes it be told of none. */
export function askToken(token: Token, clock: Clock, listener: TokenListener): () => void {
  if (typeof token === 'string') {
    listener.given(token)
    return () => {}
  }
  let due = true
  const settle = (tell: () => void): void => {
    if (!due) return
    cancel()
    tell()
  }
  const late = new SocDrawError('TIMED_OUT', 'The token did not come in time.')
  const cancelTimer = clock.setTimer(GIVEN_WITHIN, () => settle(() => listener.failed(late)))
  const cancel = (): void => {
    due = false
    cancelTimer()
  }
  // What it throws at once rejects too.
  new Promise<unknown>((resolve) => resolve(token())).then(
    (given) => settle(() => (typeof given === 'string' ? listener.given(given) : listener.failed(noToken('none')))),
    (error) => settle(() => listener.failed(error instanceof SocDrawError ? error : noToken(String(error)))),
  )
  return cancel
}

function noToken(why: string): SocDrawError {
  return new SocDrawError('UNAUTHENTICATED', `There is no token: ${why}`)
}
