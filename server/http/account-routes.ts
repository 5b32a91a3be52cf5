import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { type SignInAnswer, type SignInRequest, signInAnswer, signInRequest } from '../protocol/http-messages.ts'
import { bearerToken } from './bearer-token.ts'
import { jsonSchema } from './json-schema.ts'
import { originOf } from './origin-of.ts'
import { addOwnAccountRoutes } from './own-account-routes.ts'
import { limitSignIns, limitSignUps, type SignInLimit } from './sign-in-limit.ts'

/** Who may make an account: anybody, or nobody. */
export type SignUp = 'open' | 'closed'

interface Parts {
  readonly accounts: Accounts
  readonly signInLimit: SignInLimit
  readonly signUp: SignUp
}

/**
 * `POST /sessions` signs in, `POST /sessions/another` goes on in a session beside the first, `DELETE /sessions` signs out;
 * `/account` is the user's own. `POST /users` signs up, where that is open. */
export async function addAccountRoutes(api: FastifyInstance, { accounts, signInLimit, signUp }: Parts): Promise<void> {
  await api.register(rateLimit, { global: false })

  api.post<{ Body: SignInRequest }>('/sessions', {
    schema: {
      body: jsonSchema(signInRequest),
      // Also keeps whatever else an account has from being sent. A host's own hooks may refuse as they like.
      response: { 201: jsonSchema(signInAnswer) },
    },
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

  if (signUp === 'open') {
    api.post<{ Body: SignInRequest }>('/users', {
      schema: { body: jsonSchema(signInRequest), response: { 201: jsonSchema(signInAnswer) } },
      preHandler: signInLimit === 'none' ? [] : [limitSignUps(api, signInLimit)],
      async handler(request, reply): Promise<SignInAnswer> {
        const { username, password } = request.body
        const { token, user } = await accounts.signUp(username, password, originOf(request))
        reply.code(201)
        return { token, user }
      },
    })
  }

  api.post('/sessions/another', {
    schema: { response: { 201: jsonSchema(signInAnswer) } },
    async handler(request, reply): Promise<SignInAnswer> {
      const { token, user } = await accounts.another(bearerToken(request), originOf(request))
      reply.code(201)
      return { token, user }
    },
  })

  api.delete('/sessions', async (request, reply) => {
    await accounts.signOut(bearerToken(request))
    return reply.code(204).send()
  })

  addOwnAccountRoutes(api, accounts)
}

/** Who guesses passwords is to be seen, and can be shut out by what reads the log. How often they may, the limit says. */
function logRefused({ log, ip }: FastifyRequest, username: string, error: unknown): void {
  if (error instanceof SocDrawError && error.code === 'WRONG_CREDENTIALS')
    log.warn({ username, address: ip }, 'a sign-in was refused: wrong name or password')
}
