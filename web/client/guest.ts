import type { SignInAnswer } from '../../server/protocol/http-messages.ts'
import { createAskHttp, expectShape } from './ask-http.ts'

/** A guest’s session. */
export type GuestSession = SignInAnswer

/**
 * Comes in with a name and no password, where the server lets guests in; gone after a day unused. Rejects with
 * `SocDrawError`: `NAME_TAKEN`, `INVALID_NAME`, `NOT_FOUND` where it lets none in.
 * @param url the server's address, as for `connect`
 */
export async function enterAsGuest(url: string, name: string): Promise<GuestSession> {
  const ask = createAskHttp((input, init) => fetch(input, init), url.endsWith('/') ? url : `${url}/`)
  return expectShape(await ask('guests', { method: 'POST', body: { name } }), isSession)
}

function isSession(answer: unknown): answer is GuestSession {
  const { token, user } = (answer ?? {}) as Partial<GuestSession>
  return typeof token === 'string' && typeof user?.id === 'string'
}
