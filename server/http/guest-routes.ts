import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import {
  type GuestRequest,
  guestRequest,
  onceHeaders,
  type SignInAnswer,
  signInAnswer,
} from '../protocol/http-messages.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { operation } from './operation.ts'
import { originOf } from './origin-of.ts'
import { limitSignUps, type SignInLimit } from './sign-in-limit.ts'

interface Parts {
  readonly accounts: Accounts
  readonly signInLimit: SignInLimit
  readonly kept: KeptAnswers
}

/** `POST /guests`: by which somebody without an account comes in. Needs `@fastify/rate-limit`. */
export function addGuestRoutes(api: FastifyInstance, { accounts, signInLimit, kept }: Parts): void {
  api.post<{ Body: GuestRequest }>('/guests', {
    schema: operation({
      id: 'enterAsGuest',
      about: 'sessions',
      does: 'Begins a session of somebody new, who has a name and no password, and is gone after a day unused.',
      headers: onceHeaders,
      body: guestRequest,
      answers: { 201: signInAnswer },
      refusals: ['INVALID_NAME', 'NAME_TAKEN', 'KEY_REUSED', 'TOO_MANY_ATTEMPTS'],
    }),
    preHandler: signInLimit === 'none' ? [] : [limitSignUps(api, signInLimit)],
    async handler(request, reply): Promise<SignInAnswer> {
      const { token, user } = await kept.once(request, () => accounts.guest(request.body.name, originOf(request)))
      reply.code(201)
      return { token, user }
    },
  })
}
