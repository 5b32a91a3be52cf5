import { SocDrawError } from '../../server/protocol/errors.ts'
import type { AccountAnswer, SessionsAnswer } from '../../server/protocol/http-messages.ts'
import { createAskHttp, expectShape, type HttpQuestion } from './ask-http.ts'
import type { Token } from './ask-token.ts'
import type { NewAccount } from './sign-up.ts'

/** A user, as they see themselves. */
export type OwnUser = AccountAnswer['user']

/** A sign-in that lasts. Times are milliseconds since 1970; `begunAt` is 0, and the texts are empty, where that is not known. */
export type OwnSession = SessionsAnswer['sessions'][number]

/** One's own account with the built-in accounts. Each call rejects with `SocDrawError`: what the server refuses with, or `CONNECTION_FAILED`. */
export interface Account {
  get(): Promise<OwnUser>
  /**
   * `color` as `#rrggbb`. Others see the name in a room from the next time that one enters it. Rejects with
   * `CHANGED_MEANWHILE`, and changes nothing, where the account is not any more as `get` or `change` showed it last.
   */
  change(change: { readonly name?: string; readonly color?: string }): Promise<OwnUser>
  /**
   * Makes an account of a guest’s, who stays who they are. Sent once more where the answer was lost. Rejects as `signUp`, and with
   * `FORBIDDEN` for whoever has an account.
   */
  signUp(wanted: NewAccount): Promise<OwnUser>
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
  const base = url.endsWith('/') ? url : `${url}/`
  const asker = (send: typeof fetch) => {
    const askHttp = createAskHttp(send, base)
    return async (path: string, question: HttpQuestion = {}): Promise<unknown> =>
      askHttp(path, { ...question, token: typeof token === 'string' ? token : await token() })
  }
  const ask = asker((input, init) => fetch(input, init))
  /** What the account is known by as it was seen last. */
  let tag: string | null = null
  const askAsSeen = asker(async (input, init) => {
    const headers = new Headers(init?.headers)
    if (tag !== null && init?.method === 'PATCH') headers.set('if-match', tag)
    const response = await fetch(input, { ...init, headers })
    if (response.ok) tag = response.headers.get('etag')
    return response
  })
  const see = async (question: HttpQuestion): Promise<OwnUser> =>
    expectShape(await askAsSeen('account', question), hasUser).user
  return {
    get: () => see({}),
    change: (body) => see({ method: 'PATCH', body }),
    async signUp(body) {
      // Whatever became of the first one, it is answered again.
      const settle = async () => expectShape(await ask('account/credentials', { method: 'PUT', body }), hasUser).user
      return settle().catch((error: unknown) => {
        if (error instanceof SocDrawError && error.code === 'CONNECTION_FAILED') return settle()
        throw error
      })
    },
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
