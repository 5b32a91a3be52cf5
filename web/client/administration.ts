import type {
  InvitationsAnswer,
  MadeInvitationAnswer,
  MadeLinkAnswer,
  UserAnswer,
} from '../../server/protocol/http-messages.ts'
import { createAskHttp, expectShape, type HttpQuestion } from './ask-http.ts'
import type { Token } from './ask-token.ts'

/** A user, as administrators see them. */
export type OtherUser = UserAnswer['user']

/** A link that was made: `path` is its address below the server's origin. It is told this once. */
export type MadeLink = MadeLinkAnswer

/** An invitation that was made, with its link. */
export type MadeInvitation = MadeInvitationAnswer

/** An invitation that can be used. Times are milliseconds since 1970. */
export type Invitation = InvitationsAnswer['invitations'][number]

/** What administrators do with the built-in accounts. Each call rejects with `SocDrawError`: `FORBIDDEN` for everybody else. */
export interface Administration {
  /** A link by which the user sets a new password, once and within an hour. */
  resetLink(username: string): Promise<MadeLink>
  /** Ends all of the user's sessions at once, and lets them sign in no more; or as before. */
  disable(username: string, disabled?: boolean): Promise<OtherUser>
  /** A link by which others make accounts: one by default, within a week. `lifetime` is in milliseconds. */
  invite(invitation?: { readonly uses?: number; readonly lifetime?: number }): Promise<MadeInvitation>
  /** Those that can be used, the last first. */
  invitations(): Promise<readonly Invitation[]>
  withdraw(invitationId: string): Promise<void>
}

/**
 * @param url the server's address, as for `connect`
 * @param options `token`: of an administrator's session, or a function that gives it, asked at each call
 */
export function administration(url: string, { token }: { readonly token: Token }): Administration {
  const askHttp = createAskHttp((input, init) => fetch(input, init), url.endsWith('/') ? url : `${url}/`)
  const ask = async (path: string, question: HttpQuestion = {}): Promise<unknown> =>
    askHttp(path, { ...question, token: typeof token === 'string' ? token : await token() })
  const user = (username: string) => `users/${encodeURIComponent(username)}`
  return {
    resetLink: async (username) => expectShape(await ask(`${user(username)}/reset-link`, { method: 'POST' }), isMade),
    disable: async (username, disabled = true) =>
      expectShape(await ask(user(username), { method: 'PATCH', body: { disabled } }), hasUser).user,
    invite: async (body = {}) => expectShape(await ask('invitations', { method: 'POST', body }), isMadeInvitation),
    invitations: async () => expectShape(await ask('invitations'), hasInvitations).invitations,
    async withdraw(id) {
      await ask(`invitations/${encodeURIComponent(id)}`, { method: 'DELETE' })
    },
  }
}

function isMade(answer: unknown): answer is MadeLink {
  const { code, path } = (answer ?? {}) as Partial<MadeLink>
  return typeof code === 'string' && typeof path === 'string'
}

function isMadeInvitation(answer: unknown): answer is MadeInvitation {
  return isMade(answer) && 'id' in answer && typeof answer.id === 'string'
}

function hasUser(answer: unknown): answer is UserAnswer {
  const { user } = (answer ?? {}) as { user?: Partial<OtherUser> }
  return typeof user?.id === 'string' && typeof user.disabled === 'boolean'
}

function hasInvitations(answer: unknown): answer is InvitationsAnswer {
  const { invitations } = (answer ?? {}) as { invitations?: unknown }
  return Array.isArray(invitations) && invitations.every((each) => typeof each?.id === 'string')
}
