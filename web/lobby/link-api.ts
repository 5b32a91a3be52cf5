import type { LinkAnswer } from '../../server/protocol/http-messages.ts'
import { createAskHttp, expectShape } from '../client/ask-http.ts'
import { signUp } from '../client/sign-up.ts'
import { isRecord } from '../common/is-record.ts'
import { isSession, type Session } from './session-store.ts'
import type { Guest } from './use-guest.ts'

/** What a link is for; `open` where there is none, and anybody may make an account. */
export type OpenedLink = Pick<LinkAnswer, 'username'> & { readonly kind: LinkAnswer['kind'] | 'open' }

/** What the server lets whoever has a link do, or anybody where there is none. Each rejects with `SocDrawError`. */
export interface LinkApi {
  look(): Promise<OpenedLink>
  reset(password: string): Promise<Session>
  signUp(wanted: { readonly username: string; readonly password: string }): Promise<Session>
  /** Makes the account of a guest’s, who goes on in the session that they have. */
  settle(guest: Guest, wanted: { readonly username: string; readonly password: string }): Promise<Session>
}

/**
 * @param basePath where the server stands, with a slash at both ends
 * @param code empty: no link
 */
export function createLinkApi(basePath: string, code: string): LinkApi {
  const ask = createAskHttp((input, init) => fetch(input, init), basePath)
  const secret = code === '' ? {} : { code }
  const post = (path: string, body: object = {}) => ask(path, { method: 'POST', body: { ...body, ...secret } })
  return {
    look: async () => (code === '' ? { kind: 'open', username: null } : expectShape(await post('links/look'), isLink)),
    reset: async (password) => expectShape(await post('links/reset', { password }), isSession),
    signUp: (wanted) => signUp(basePath, { ...wanted, ...secret }),
    async settle({ account, token }, wanted) {
      const { id, name, color } = await account.signUp({ ...wanted, ...secret })
      return { token, user: { id, name, ...(color !== null && { color }) } }
    },
  }
}

function isLink(answer: unknown): answer is OpenedLink {
  return isRecord(answer) && ['reset', 'set-up', 'invitation'].some((kind) => kind === answer.kind)
}
