import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { type AccountAnswer, accountAnswer, type SignUpRequest, signUpRequest } from '../protocol/http-messages.ts'
import { identityOf, letIn } from './bearer-token.ts'
import { operation } from './operation.ts'
import { originOf } from './origin-of.ts'
import { tagged } from './own-account-routes.ts'
import { limitSignUps, type SignInLimit } from './sign-in-limit.ts'

interface Parts {
  readonly accounts: Accounts
  readonly signInLimit: SignInLimit
  /** Whether it needs the code of a link. */
  readonly onlyByLink: boolean
}

/** `PUT /account/credentials`: by which a guest signs up. Needs `@fastify/rate-limit`. */
export function addSettleGuestRoute(api: FastifyInstance, { accounts, signInLimit, onlyByLink }: Parts): void {
  api.put<{ Body: SignUpRequest }>('/account/credentials', {
    schema: operation({
      id: 'signUpAsGuest',
      about: 'account',
      does: 'Makes an account of a guest’s, with the same id: where anybody may, or by a link. Done again, it is answered again.',
      signedIn: true,
      tagged: true,
      body: signUpRequest,
      answers: { 200: accountAnswer },
      refusals: [
        'FORBIDDEN',
        'NOT_FOUND',
        'INVALID_NAME',
        'WEAK_PASSWORD',
        'NAME_TAKEN',
        'INVALID_LINK',
        'TOO_MANY_ATTEMPTS',
      ],
    }),
    onRequest: letIn(accounts),
    preHandler: signInLimit === 'none' ? [] : [limitSignUps(api, signInLimit)],
    async handler(request, reply): Promise<AccountAnswer> {
      if (onlyByLink && request.body.code === undefined) throw new SocDrawError('NOT_FOUND')
      const by = await identityOf(request, accounts)
      return tagged(reply, await accounts.settle(by, request.body, originOf(request)))
    },
  })
}
