import type { FastifyInstance, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { SocDrawError } from '../protocol/errors.ts'
import {
  onceHeaders,
  type SignInAnswer,
  type SignInRequest,
  type SignUpRequest,
  signInAnswer,
  signInRequest,
  signUpRequest,
} from '../protocol/http-messages.ts'
import { bearerToken, letIn, requireToken } from './bearer-token.ts'
import { addInvitationRoutes } from './invitation-routes.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { addLinkRoutes } from './link-routes.ts'
import { operation } from './operation.ts'
import { originOf } from './origin-of.ts'
import { addOthersRoutes } from './others-routes.ts'
import { addOwnAccountRoutes } from './own-account-routes.ts'
import { addSettleGuestRoute } from './settle-guest-route.ts'
import { limitSignIns, limitSignUps, type SignInLimit } from './sign-in-limit.ts'

/** Who may make an account: anybody, whoever has an administrator's link, or nobody. */
export type SignUp = 'open' | 'invited' | 'closed'

interface Parts {
  readonly accounts: Accounts
  readonly signInLimit: SignInLimit
  readonly signUp: SignUp
  /** Whether there are guests, who may sign up as they are. */
  readonly guests: boolean
  /** Where the page stands, with a slash at both ends. */
  readonly basePath: string
  readonly kept: KeptAnswers
}

/**
 * `POST /sessions` signs in, `POST /sessions/another` goes on in a session beside the first, `DELETE /sessions` signs out;
 * `/account` is the user's own. `POST /users` signs up, where that is open or by a link; `/links` is what else links are for; `/users/:name` and `/invitations` are administrators'. Needs `@fastify/rate-limit`.
 */
export function addAccountRoutes(api: FastifyInstance, parts: Parts): void {
  const { accounts, signInLimit, signUp, guests, basePath, kept } = parts

  api.post<{ Body: SignInRequest }>('/sessions', {
    schema: operation({
      id: 'signIn',
      about: 'sessions',
      does: 'Begins a session.',
      body: signInRequest,
      answers: { 201: signInAnswer },
      refusals: ['WRONG_CREDENTIALS', 'TOO_MANY_ATTEMPTS'],
    }),
    preHandler: signInLimit === 'none' ? [] : [limitSignIns(api, signInLimit)],
    async handler(request, reply): Promise<SignInAnswer> {
      const { username, password } = request.body
      const { token, user } = await accounts.signIn(username, password, originOf(request)).catch((error: unknown) => {
        logRefused(request, username, error)
        throw error
      })
      reply.code(201)
      return { token, user }
    },
  })

  api.post<{ Body: SignUpRequest }>('/users', {
    schema: operation({
      id: 'signUp',
      about: 'account',
      does: 'Makes an account, and begins a session of its user’s: where anybody may, or by a link.',
      headers: onceHeaders,
      body: signUpRequest,
      answers: { 201: signInAnswer },
      refusals: [
        'NOT_FOUND',
        'INVALID_NAME',
        'WEAK_PASSWORD',
        'NAME_TAKEN',
        'INVALID_LINK',
        'KEY_REUSED',
        'TOO_MANY_ATTEMPTS',
      ],
    }),
    ...(signUp !== 'open' && ONLY_BY_LINK),
    preHandler: signInLimit === 'none' ? [] : [limitSignUps(api, signInLimit)],
    async handler(request, reply): Promise<SignInAnswer> {
      const { username, password, code } = request.body
      const origin = originOf(request)
      const { token, user } = await kept.once(request, () =>
        code === undefined
          ? accounts.signUp(username, password, origin)
          : accounts.links.signUp(code, { username, password }, origin),
      )
      reply.code(201)
      return { token, user }
    },
  })

  api.post('/sessions/another', {
    schema: operation({
      id: 'beginAnotherSession',
      about: 'sessions',
      does: 'Begins a session of the same user’s, which ends by itself: for a tab that was duplicated.',
      signedIn: true,
      answers: { 201: signInAnswer },
    }),
    onRequest: letIn(accounts),
    async handler(request, reply): Promise<SignInAnswer> {
      const { token, user } = await accounts.another(bearerToken(request), originOf(request))
      reply.code(201)
      return { token, user }
    },
  })

  api.delete('/sessions', {
    schema: operation({
      id: 'signOut',
      about: 'sessions',
      does: 'Ends the session. Done, too, for a token that stands for none.',
      signedIn: true,
      answers: { 204: null },
    }),
    onRequest: requireToken,
    async handler(request, reply) {
      await accounts.signOut(bearerToken(request))
      return reply.code(204).send()
    },
  })

  addOwnAccountRoutes(api, accounts)
  if (guests && signUp !== 'closed')
    addSettleGuestRoute(api, { accounts, signInLimit, onlyByLink: signUp === 'invited' })
  addOthersRoutes(api, accounts)
  if (signUp !== 'closed') addInvitationRoutes(api, { accounts, basePath, kept })
  addLinkRoutes(api, { accounts, basePath, signInLimit, kept })
}

/** Where nobody signs up without a link there is nothing for whoever shows none, whatever else the body is. */
const ONLY_BY_LINK: Pick<RouteShorthandOptions, 'preValidation' | 'errorHandler'> = {
  async preValidation({ body }) {
    if (!hasCode(body)) throw new SocDrawError('NOT_FOUND')
  },
  errorHandler(error, { body }) {
    const unread = !(error instanceof SocDrawError) && !hasCode(body)
    throw unread ? new SocDrawError('NOT_FOUND') : error
  },
}

function hasCode(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'code' in body
}

/** Who guesses passwords is to be seen, and can be shut out by what reads the log. How often they may, the limit says. */
function logRefused({ log, ip }: FastifyRequest, username: string, error: unknown): void {
  if (error instanceof SocDrawError && error.code === 'WRONG_CREDENTIALS')
    log.warn({ username, address: ip }, 'a sign-in was refused: wrong name or password')
}
