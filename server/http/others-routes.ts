import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { mustManageAccounts } from '../accounts/must-manage.ts'
import type { Identity } from '../accounts/sessions.ts'
import type { UserAccount } from '../accounts/user-account.ts'
import {
  MOST_USERS_AT_ONCE,
  type RolesChange,
  rolesChange,
  USERS_AT_ONCE,
  type UsersAnswer,
  type UsersQuery,
  usersAnswer,
  usersQuery,
} from '../protocol/administration-messages.ts'
import {
  matchHeaders,
  type SessionsAnswer,
  sessionsAnswer,
  type UserAnswer,
  type UserChange,
  type UserParameters,
  userAnswer,
  userChange,
  userParameters,
} from '../protocol/http-messages.ts'
import { identityOf, letIn } from './bearer-token.ts'
import { isOnlyFor, revisionOf } from './entity-tag.ts'
import { operation } from './operation.ts'

/** `/users/:name`: what administrators see of others' accounts, and do to them. */
export function addOthersRoutes(api: FastifyInstance, accounts: Accounts): void {
  const { others } = accounts
  const onRequest = letIn(accounts, mustManageAccounts)
  const common = { about: 'users', signedIn: true } as const
  const ofOne = { ...common, params: userParameters, refusals: ['FORBIDDEN', 'NOT_FOUND'] } as const
  const changing = {
    ...ofOne,
    tagged: true,
    headers: matchHeaders,
    answers: { 200: userAnswer },
    refusals: [...ofOne.refusals, 'CHANGED_MEANWHILE'],
  } as const
  /** As what the user is to be changed only; undefined where it is as whatever they are. */
  const wanted = async (by: Identity, request: FastifyRequest<{ Params: UserParameters }>) => {
    const user = await others.get(by, request.params.name)
    return isOnlyFor(tagOf(user), request) ? user : undefined
  }

  api.get<{ Querystring: UsersQuery }>('/users', {
    schema: operation({
      ...common,
      id: 'listUsers',
      does: 'The users whose names have words that begin with those looked for, by their usernames, a stretch at a time.',
      query: usersQuery,
      answers: { 200: usersAnswer },
      refusals: ['FORBIDDEN'],
    }),
    onRequest,
    async handler(request): Promise<UsersAnswer> {
      const { search = '', after, limit = USERS_AT_ONCE } = request.query
      const most = Math.min(Math.max(1, Number(limit)), MOST_USERS_AT_ONCE)
      const { users, next } = await others.list(await identityOf(request, accounts), { search, after, limit: most })
      return { users: users.map(shown), next: next ?? null }
    },
  })

  api.get<{ Params: UserParameters }>('/users/:name', {
    schema: operation({
      ...ofOne,
      id: 'showUser',
      does: 'Tells of the account with this username.',
      tagged: true,
      answers: { 200: userAnswer },
    }),
    onRequest,
    handler: async (request, reply) =>
      answered(reply, await others.get(await identityOf(request, accounts), request.params.name)),
  })

  api.patch<{ Params: UserParameters; Body: UserChange }>('/users/:name', {
    schema: operation({
      ...changing,
      id: 'changeUser',
      does: 'Disables the account, which ends its sessions at once, or enables it; with `If-Match`, only as it was seen.',
      body: userChange,
    }),
    onRequest,
    async handler(request, reply) {
      const by = await identityOf(request, accounts)
      const { disabled } = request.body
      const user = await others.disable(by, request.params.name, disabled, await wanted(by, request))
      request.log.info({ by: by.user.id, user: user.id, disabled }, 'an account was disabled or enabled')
      return answered(reply, user)
    },
  })

  api.put<{ Params: UserParameters; Body: RolesChange }>('/users/:name/roles', {
    schema: operation({
      ...changing,
      id: 'setRoles',
      does: 'Gives the account these roles on the server and no others, which hold at once; with `If-Match`, only as it was seen.',
      body: rolesChange,
    }),
    onRequest,
    async handler(request, reply) {
      const by = await identityOf(request, accounts)
      const user = await others.setRoles(by, request.params.name, request.body.roles, await wanted(by, request))
      request.log.info({ by: by.user.id, user: user.id, roles: user.roles }, 'an account was given roles')
      return answered(reply, user)
    },
  })

  api.get<{ Params: UserParameters }>('/users/:name/sessions', {
    schema: operation({
      ...ofOne,
      id: 'listSessionsOf',
      does: 'Tells where the user is signed in, where it was last first.',
      answers: { 200: sessionsAnswer },
    }),
    onRequest,
    async handler(request): Promise<SessionsAnswer> {
      const by = await identityOf(request, accounts)
      const sessions = await others.sessions(by, request.params.name)
      return { sessions: sessions.map((session) => ({ ...session, own: session.id === by.sessionId })) }
    },
  })

  api.delete<{ Params: UserParameters }>('/users/:name/sessions', {
    schema: operation({
      ...ofOne,
      id: 'endSessionsOf',
      does: 'Ends all of the user’s sessions but the one that asks, and their connections at once.',
      answers: { 204: null },
    }),
    onRequest,
    async handler(request, reply) {
      const by = await identityOf(request, accounts)
      await others.endSessions(by, request.params.name)
      request.log.info({ by: by.user.id, for: request.params.name }, 'an account’s sessions were ended')
      return reply.code(204).send()
    },
  })
}

/** An answer that is known by the revision of its user. */
function answered(reply: FastifyReply, user: UserAccount): UserAnswer {
  reply.header('etag', tagOf(user))
  return { user: shown(user) }
}

function tagOf(user: UserAccount): string {
  return `"${shown(user).revision}"`
}

function shown({ id, name, username, roles, createdAt, disabled }: UserAccount): UserAnswer['user'] {
  const user = { id, name, username, roles: [...roles], createdAt: createdAt ?? null, disabled: disabled === true }
  return { ...user, revision: revisionOf(user) }
}
