import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { mustManageAccounts } from '../accounts/must-manage.ts'
import {
  type LinkAnswer,
  type LinkQuestion,
  linkAnswer,
  linkQuestion,
  type MadeLinkAnswer,
  madeLinkAnswer,
  onceHeaders,
  type ResetRequest,
  resetRequest,
  type SignInAnswer,
  signInAnswer,
  type UserParameters,
  userParameters,
} from '../protocol/http-messages.ts'
import { linkPath } from '../protocol/link-path.ts'
import { identityOf, letIn } from './bearer-token.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { operation } from './operation.ts'
import { originOf } from './origin-of.ts'
import { limitLinkUses, type SignInLimit } from './sign-in-limit.ts'

interface Parts {
  readonly accounts: Accounts
  /** Where the page stands, with a slash at both ends. */
  readonly basePath: string
  readonly signInLimit: SignInLimit
  readonly kept: KeptAnswers
}

/** `/links`: what whoever has a link does with it, its code in the body, where no log sees it; and what makes links. Needs `@fastify/rate-limit`. */
export function addLinkRoutes(api: FastifyInstance, { accounts, basePath, signInLimit, kept }: Parts): void {
  const { links } = accounts
  const administrators = letIn(accounts, mustManageAccounts)
  const preHandler = signInLimit === 'none' ? [] : [limitLinkUses(api, signInLimit)]

  api.post<{ Body: LinkQuestion }>('/links/look', {
    schema: operation({
      id: 'lookAtLink',
      about: 'links',
      does: 'What a link is for; that does not use it.',
      body: linkQuestion,
      answers: { 200: linkAnswer },
      refusals: ['INVALID_LINK', 'TOO_MANY_ATTEMPTS'],
    }),
    preHandler,
    async handler(request): Promise<LinkAnswer> {
      const { kind, username, expiresAt } = await links.look(request.body.code)
      return { kind, username: username ?? null, expiresAt }
    },
  })

  api.post<{ Body: ResetRequest }>('/links/reset', {
    schema: operation({
      id: 'resetPassword',
      about: 'links',
      does: 'Sets the password of whom the link is for, ends all of their sessions, and begins another.',
      body: resetRequest,
      answers: { 201: signInAnswer },
      refusals: ['INVALID_LINK', 'WEAK_PASSWORD', 'TOO_MANY_ATTEMPTS'],
    }),
    preHandler,
    async handler(request, reply): Promise<SignInAnswer> {
      const { code, password } = request.body
      const { token, user } = await links.reset(code, password, originOf(request))
      reply.code(201)
      return { token, user }
    },
  })

  api.post<{ Params: UserParameters }>('/users/:name/reset-link', {
    schema: operation({
      id: 'makeResetLink',
      about: 'links',
      does: 'Makes a link by which the user with this username sets a new password, once and within an hour.',
      signedIn: true,
      params: userParameters,
      headers: onceHeaders,
      answers: { 201: madeLinkAnswer },
      refusals: ['FORBIDDEN', 'NOT_FOUND', 'KEY_REUSED'],
    }),
    onRequest: administrators,
    async handler(request, reply): Promise<MadeLinkAnswer> {
      const by = await identityOf(request, accounts)
      const { code, expiresAt } = await kept.once(request, async () => {
        const link = await links.makeReset(by, request.params.name)
        request.log.info({ by: by.user.id, for: request.params.name }, 'a link to set a new password was made')
        return link
      })
      reply.code(201)
      return { code, path: linkPath(basePath, code), expiresAt }
    },
  })
}
