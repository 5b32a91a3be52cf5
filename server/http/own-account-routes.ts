import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import type { UserAccount } from '../accounts/user-account.ts'
import {
  type AccountAnswer,
  type AccountChange,
  type AccountDeletion,
  accountAnswer,
  accountChange,
  accountDeletion,
  type NewPassword,
  newPassword,
  type SessionParameters,
  type SessionsAnswer,
  sessionParameters,
  sessionsAnswer,
} from '../protocol/http-messages.ts'
import { identityOf } from './bearer-token.ts'
import { jsonSchema } from './json-schema.ts'
import { originOf } from './origin-of.ts'

/** `/account`: what a user sees and changes of their own account. Every route needs the token of one of their sessions. */
export function addOwnAccountRoutes(api: FastifyInstance, accounts: Accounts): void {
  const { own } = accounts

  api.get('/account', {
    schema: { response: { 200: jsonSchema(accountAnswer) } },
    handler: async (request): Promise<AccountAnswer> => answerOf((await identityOf(request, accounts)).user),
  })

  api.patch<{ Body: AccountChange }>('/account', {
    schema: { body: jsonSchema(accountChange), response: { 200: jsonSchema(accountAnswer) } },
    handler: async (request): Promise<AccountAnswer> =>
      answerOf(await own.change(await identityOf(request, accounts), request.body)),
  })

  api.put<{ Body: NewPassword }>('/account/password', {
    schema: { body: jsonSchema(newPassword) },
    async handler(request, reply) {
      await own.changePassword(await identityOf(request, accounts), request.body, originOf(request))
      return reply.code(204).send()
    },
  })

  // A body with DELETE is one that proxies may leave out.
  api.post<{ Body: AccountDeletion }>('/account/deletion', {
    schema: { body: jsonSchema(accountDeletion) },
    async handler(request, reply) {
      await own.delete(await identityOf(request, accounts), request.body.password, originOf(request))
      return reply.code(204).send()
    },
  })

  api.get('/account/sessions', {
    schema: { response: { 200: jsonSchema(sessionsAnswer) } },
    async handler(request): Promise<SessionsAnswer> {
      const identity = await identityOf(request, accounts)
      const sessions = await own.sessions(identity)
      return { sessions: sessions.map((session) => ({ ...session, own: session.id === identity.sessionId })) }
    },
  })

  api.delete('/account/sessions', async (request, reply) => {
    await own.endOtherSessions(await identityOf(request, accounts))
    return reply.code(204).send()
  })

  api.delete<{ Params: SessionParameters }>('/account/sessions/:id', {
    schema: { params: jsonSchema(sessionParameters) },
    async handler(request, reply) {
      await own.endSession(await identityOf(request, accounts), request.params.id)
      return reply.code(204).send()
    },
  })
}

function answerOf({ id, name, username, roles, color, createdAt }: UserAccount): AccountAnswer {
  return { user: { id, name, username, roles: [...roles], color: color ?? null, createdAt: createdAt ?? null } }
}
