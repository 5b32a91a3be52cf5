import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { mustManageAccounts } from '../accounts/must-manage.ts'
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
import { operation } from './operation.ts'

/** `/users/:name`: what administrators see of others' accounts, and do to them. */
export function addOthersRoutes(api: FastifyInstance, accounts: Accounts): void {
  const { others } = accounts
  const onRequest = letIn(accounts, mustManageAccounts)
  const common = { about: 'users', signedIn: true } as const
  const ofOne = { ...common, params: userParameters, refusals: ['FORBIDDEN', 'NOT_FOUND'] } as const

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
      answers: { 200: userAnswer },
    }),
    onRequest,
    handler: async (request): Promise<UserAnswer> => ({
      user: shown(await others.get(await identityOf(request, accounts), request.params.name)),
    }),
  })

  api.patch<{ Params: UserParameters; Body: UserChange }>('/users/:name', {
    schema: operation({
      ...ofOne,
      id: 'changeUser',
      does: 'Disables the account with this username, which ends its sessions at once, or enables it again.',
      body: userChange,
      answers: { 200: userAnswer },
    }),
    onRequest,
    async handler(request): Promise<UserAnswer> {
      const by = await identityOf(request, accounts)
      const { disabled } = request.body
      const user = await others.disable(by, request.params.name, disabled)
      request.log.info({ by: by.user.id, user: user.id, disabled }, 'an account was disabled or enabled')
      return { user: shown(user) }
    },
  })

  api.put<{ Params: UserParameters; Body: RolesChange }>('/users/:name/roles', {
    schema: operation({
      ...ofOne,
      id: 'setRoles',
      does: 'Gives the account these roles on the server and no others; its open connections have their rights at once.',
      body: rolesChange,
      answers: { 200: userAnswer },
    }),
    onRequest,
    async handler(request): Promise<UserAnswer> {
      const by = await identityOf(request, accounts)
      const user = await others.setRoles(by, request.params.name, request.body.roles)
      request.log.info({ by: by.user.id, user: user.id, roles: user.roles }, 'an account was given roles')
      return { user: shown(user) }
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

function shown({ id, name, username, roles, createdAt, disabled }: UserAccount): UserAnswer['user'] {
  return { id, name, username, roles: [...roles], createdAt: createdAt ?? null, disabled: disabled === true }
}
