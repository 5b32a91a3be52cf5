import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { mustManageAccounts } from '../accounts/must-manage.ts'
import {
  type UserAnswer,
  type UserChange,
  type UserParameters,
  userAnswer,
  userChange,
  userParameters,
} from '../protocol/http-messages.ts'
import { identityOf, letIn } from './bearer-token.ts'
import { operation } from './operation.ts'

/** `/users/:name`: what administrators do to others' accounts. */
export function addOthersRoutes(api: FastifyInstance, accounts: Accounts): void {
  const administrators = letIn(accounts, mustManageAccounts)
  api.patch<{ Params: UserParameters; Body: UserChange }>('/users/:name', {
    schema: operation({
      id: 'changeUser',
      about: 'users',
      does: 'Disables the account with this username, which ends its sessions at once, or enables it again.',
      signedIn: true,
      params: userParameters,
      body: userChange,
      answers: { 200: userAnswer },
      refusals: ['FORBIDDEN', 'NOT_FOUND'],
    }),
    onRequest: administrators,
    async handler(request): Promise<UserAnswer> {
      const by = await identityOf(request, accounts)
      const { disabled } = request.body
      const { id, name, username, roles } = await accounts.others.disable(by, request.params.name, disabled)
      request.log.info({ by: by.user.id, user: id, disabled }, 'an account was disabled or enabled')
      return { user: { id, name, username, roles: [...roles], disabled } }
    },
  })
}
