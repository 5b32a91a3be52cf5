import type { AccountAnswer, SessionsAnswer } from '../../server/protocol/http-messages.ts'
import { createAskHttp, expectShape, type HttpQuestion } from './ask-http.ts'
import type { Token } from './ask-token.ts'

/** A user, as they see themselves. */
export type OwnUser = AccountAnswer['user']

/** A sign-in that lasts. Times are milliseconds since 1970; `begunAt` is 0, and the texts are empty, where that is not known. */
export type OwnSession = SessionsAnswer['sessions'][number]

/** One's own account with the built-in accounts. Each call rejects with `SocDrawError`: what the server refuses with, or `CONNECTION_FAILED`. */
export interface Account {
  get(): Promise<OwnUser>
  /** `color` as `#rrggbb`. Others see the name in a room from the next time that one enters it. */
  change(change: { readonly name?: string; readonly color?: string }): Promise<OwnUser>
  /** Ends all other sessions. */
  changePassword(change: { readonly old: string; readonly wanted: string }): Promise<void>
  /** Those used last first. */
  sessions(): Promise<readonly OwnSession[]>
  endSession(id: string): Promise<void>
  endOtherSessions(): Promise<void>
  /** For good: what one left in rooms stays there. */
  delete(password: string): Promise<void>
}

/**
 * @param url the server's address, as for `connect`
 * @param options `token`: a session's, or a function that gives it, asked at each call
 */
export function account(url: string, { token }: { readonly token: Token }): Account {
  const askHttp = createAskHttp((input, init) => fetch(input, init), url.endsWith('/') ? url : `${url}/`)
  const ask = async (path: string, question: HttpQuestion = {}): Promise<unknown> =>
    askHttp(path, { ...question, token: typeof token === 'string' ? token : await token() })
  return {
    get: async () => expectShape(await ask('account'), hasUser).user,
    change: async (body) => expectShape(await ask('account', { method: 'PATCH', body }), hasUser).user,
    async changePassword(body) {
      await ask('account/password', { method: 'PUT', body })
    },
    sessions: async () => expectShape(await ask('account/sessions'), hasSessions).sessions,
    async endSession(id) {
      await ask(`account/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
    },
    async endOtherSessions() {
      await ask('account/sessions', { method: 'DELETE' })
    },
    async delete(password) {
      await ask('account/deletion', { method: 'POST', body: { password } })
    },
  }
}

function hasUser(answer: unknown): answer is AccountAnswer {
  const { user } = (answer ?? {}) as { user?: Partial<OwnUser> }
  return typeof user?.id === 'string' && typeof user.name === 'string' && typeof user.username === 'string'
}

export function hasSessions(answer: unknown): answer is SessionsAnswer {
  const { sessions } = (answer ?? {}) as { sessions?: unknown }
  return Array.isArray(sessions) && sessions.every((each) => typeof each?.id === 'string')
}
