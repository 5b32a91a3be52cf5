import type { SignInAnswer } from '../../server/protocol/http-messages.ts'
import { createAskHttp, expectShape } from './ask-http.ts'
import { askOnce } from './ask-once.ts'

/** A session that has begun: its token, and who it is. */
export type BegunSession = SignInAnswer

/** What somebody wants to be called and to sign in with; `code`: of the link that lets them. */
export interface NewAccount {
  readonly username: string
  readonly password: string
  readonly code?: string
}

/**
 * Makes an account and begins a session of it, where the server lets anybody, or by a link. Sent once more where the answer was
 * lost: it makes one account. Rejects with `SocDrawError`: `NAME_TAKEN`, `INVALID_NAME`, `WEAK_PASSWORD`, each with words,
 * `INVALID_LINK`, `NOT_FOUND` where nobody signs up, or `CONNECTION_FAILED`.
 * @param url the server's address, as for `connect`
 */
export function signUp(url: string, wanted: NewAccount): Promise<BegunSession> {
  return begin(url, 'users', wanted)
}

/**
 * Comes in with a name and no password, where the server lets guests in; gone after a day unused, or by signing out. Sent once
 * more where the answer was lost. Rejects with `SocDrawError`: `NAME_TAKEN`, `INVALID_NAME`, `NOT_FOUND` where it lets none in.
 * @param url the server's address, as for `connect`
 */
export function enterAsGuest(url: string, name: string): Promise<BegunSession> {
  return begin(url, 'guests', { name })
}

async function begin(url: string, path: string, body: object): Promise<BegunSession> {
  const ask = createAskHttp((input, init) => fetch(input, init), url.endsWith('/') ? url : `${url}/`)
  return expectShape(await askOnce(ask, path, { body }), isBegun)
}

function isBegun(answer: unknown): answer is BegunSession {
  const { token, user } = (answer ?? {}) as Partial<BegunSession>
  return typeof token === 'string' && typeof user?.id === 'string' && typeof user.name === 'string'
}
