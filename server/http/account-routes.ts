import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { type SignInAnswer, type SignInRequest, signInAnswer, signInRequest } from '../protocol/http-messages.ts'
import { jsonSchema } from './json-schema.ts'
import { limitSignIns, type SignInLimit } from './sign-in-limit.ts'

interface Parts {
  readonly accounts: Accounts
  readonly signInLimit: SignInLimit
}

/** `POST /sessions` signs in, `POST /sessions/another` goes on in a session beside the first, `DELETE /sessions` signs out. */
export async function addAccountRoutes(api: FastifyInstance, { accounts, signInLimit }: Parts): Promise<void> {
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
      const { token, user } = await accounts.signIn(username, password).catch((error: unknown) => {
        logRefused(request, username, error)
        throw error
      })
      reply.code(201)
      return { token, user }
    },
  })

  api.post('/sessions/another', {
    schema: { response: { 201: jsonSchema(signInAnswer) } },
    async handler(request, reply): Promise<SignInAnswer> {
      const { token, user } = await accounts.another(bearerToken(request.headers.authorization))
      reply.code(201)
      return { token, user }
    },
  })

  api.delete('/sessions', async (request, reply) => {
    await accounts.signOut(bearerToken(request.headers.authorization))
    return reply.code(204).send()
  })
}

/** Who guesses passwords is to be seen, and can be shut out by what reads the log. How often they may, the limit says. */
function logRefused({ log, ip }: FastifyRequest, username: string, error: unknown): void {
  if (error instanceof SocDrawError && error.code === 'WRONG_CREDENTIALS')
    log.warn({ username, address: ip }, 'a sign-in was refused: wrong name or password')
}

function bearerToken(authorization: string | undefined): string {
  const token = authorization?.match(/^Bearer +(\S+)$/i)?.[1]
  if (token === undefined) throw new SocDrawError('UNAUTHENTICATED')
  return token
}
