import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { refuseDeletion, refuseGuests } from '../accounts/own-account.ts'
import type { UserAccount } from '../accounts/user-account.ts'
import {
  type AccountAnswer,
  type AccountChange,
  type AccountDeletion,
  accountAnswer,
  accountChange,
  accountDeletion,
  matchHeaders,
  type NewPassword,
  newPassword,
  type SessionParameters,
  type SessionsAnswer,
  sessionParameters,
  sessionsAnswer,
} from '../protocol/http-messages.ts'
import { identityOf, letIn } from './bearer-token.ts'
import { isOnlyFor, tagOf } from './entity-tag.ts'
import { operation } from './operation.ts'
import { originOf } from './origin-of.ts'

/** `/account`: what a user sees and changes of their own account. Every route needs the token of one of their sessions. */
export function addOwnAccountRoutes(api: FastifyInstance, accounts: Accounts): void {
  const { own } = accounts
  const signedIn = letIn(accounts)

  api.get('/account', {
    schema: operation({
      id: 'showAccount',
      about: 'account',
      does: 'Tells what a user sees of their own account.',
      signedIn: true,
      tagged: true,
      answers: { 200: accountAnswer },
    }),
    onRequest: signedIn,
    handler: async (request, reply) => tagged(reply, (await identityOf(request, accounts)).user),
  })

  api.patch<{ Body: AccountChange }>('/account', {
    schema: operation({
      id: 'changeAccount',
      about: 'account',
      does: 'Changes what is given; with `If-Match`, only as it was seen.',
      signedIn: true,
      tagged: true,
      headers: matchHeaders,
      body: accountChange,
      answers: { 200: accountAnswer },
      refusals: ['INVALID_NAME', 'NAME_TAKEN', 'CHANGED_MEANWHILE'],
    }),
    onRequest: signedIn,
    async handler(request, reply) {
      const by = await identityOf(request, accounts)
      const onlySo = isOnlyFor(tagOf(answerOf(by.user)), request)
      return tagged(reply, await own.change(by, request.body, { onlySo }))
    },
  })

  api.put<{ Body: NewPassword }>('/account/password', {
    schema: operation({
      id: 'changePassword',
      about: 'account',
      does: 'Changes the password, and ends all other sessions.',
      signedIn: true,
      body: newPassword,
      answers: { 204: null },
      refusals: ['FORBIDDEN', 'WRONG_PASSWORD', 'WEAK_PASSWORD', 'TOO_MANY_ATTEMPTS'],
    }),
    onRequest: letIn(accounts, refuseGuests),
    async handler(request, reply) {
      await own.changePassword(await identityOf(request, accounts), request.body, originOf(request))
      return reply.code(204).send()
    },
  })

  // A body with DELETE is one that proxies may leave out.
  api.post<{ Body: AccountDeletion }>('/account/deletion', {
    schema: operation({
      id: 'deleteAccount',
      about: 'account',
      does: 'Deletes the account. What it left in rooms stays, and nobody gets its id.',
      signedIn: true,
      body: accountDeletion,
      answers: { 204: null },
      refusals: ['FORBIDDEN', 'WRONG_PASSWORD', 'TOO_MANY_ATTEMPTS'],
    }),
    onRequest: letIn(accounts, refuseDeletion),
    async handler(request, reply) {
      await own.delete(await identityOf(request, accounts), request.body.password, originOf(request))
      return reply.code(204).send()
    },
  })

  api.get('/account/sessions', {
    schema: operation({
      id: 'listSessions',
      about: 'account',
      does: 'Tells where the user is signed in, where it was last first.',
      signedIn: true,
      answers: { 200: sessionsAnswer },
    }),
    onRequest: signedIn,
    async handler(request): Promise<SessionsAnswer> {
      const identity = await identityOf(request, accounts)
      const sessions = await own.sessions(identity)
      return { sessions: sessions.map((session) => ({ ...session, own: session.id === identity.sessionId })) }
    },
  })

  api.delete('/account/sessions', {
    schema: operation({
      id: 'endOtherSessions',
      about: 'account',
      does: 'Ends all of the user’s sessions but the one that asks.',
      signedIn: true,
      answers: { 204: null },
    }),
    onRequest: signedIn,
    async handler(request, reply) {
      await own.endOtherSessions(await identityOf(request, accounts))
      return reply.code(204).send()
    },
  })

  api.delete<{ Params: SessionParameters }>('/account/sessions/:id', {
    schema: operation({
      id: 'endSession',
      about: 'account',
      does: 'Ends one of the user’s sessions.',
      signedIn: true,
      params: sessionParameters,
      answers: { 204: null },
      refusals: ['NOT_FOUND'],
    }),
    onRequest: signedIn,
    async handler(request, reply) {
      await own.endSession(await identityOf(request, accounts), request.params.id)
      return reply.code(204).send()
    },
  })
}

/** Sends a user’s own account, and what it is known by. */
export function tagged(reply: FastifyReply, user: UserAccount): AccountAnswer {
  const answer = answerOf(user)
  reply.header('etag', tagOf(answer))
  return answer
}

function answerOf({ id, name, username, roles, color, createdAt }: UserAccount): AccountAnswer {
  return { user: { id, name, username, roles: [...roles], color: color ?? null, createdAt: createdAt ?? null } }
}
