import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import { mustManageAccounts } from '../accounts/must-manage.ts'
import {
  INVITATION_LIFETIME,
  type InvitationRequest,
  type InvitationsAnswer,
  invitationRequest,
  invitationsAnswer,
  type MadeInvitationAnswer,
  madeInvitationAnswer,
  onceHeaders,
  type SessionParameters,
  sessionParameters,
} from '../protocol/http-messages.ts'
import { linkPath } from '../protocol/link-path.ts'
import { identityOf, letIn } from './bearer-token.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { operation } from './operation.ts'

interface Parts {
  readonly accounts: Accounts
  /** Where the page stands, with a slash at both ends. */
  readonly basePath: string
  readonly kept: KeptAnswers
}

/** `/invitations`: by which administrators let new users make accounts. */
export function addInvitationRoutes(api: FastifyInstance, { accounts, basePath, kept }: Parts): void {
  const { links } = accounts
  const administrators = letIn(accounts, mustManageAccounts)

  api.post<{ Body: InvitationRequest }>('/invitations', {
    schema: operation({
      id: 'invite',
      about: 'links',
      does: 'Makes a link by which others make accounts: so many, until a time.',
      signedIn: true,
      headers: onceHeaders,
      body: invitationRequest,
      answers: { 201: madeInvitationAnswer },
      refusals: ['FORBIDDEN', 'KEY_REUSED'],
    }),
    onRequest: administrators,
    async handler(request, reply): Promise<MadeInvitationAnswer> {
      const by = await identityOf(request, accounts)
      const { uses = 1, lifetime = INVITATION_LIFETIME } = request.body
      const made = await kept.once(request, async () => {
        const invitation = await links.invite(by, { uses, lifetime })
        request.log.info({ by: by.user.id, invitation: invitation.id, uses }, 'an invitation was made')
        return invitation
      })
      reply.code(201)
      return { ...made, path: linkPath(basePath, made.code) }
    },
  })

  api.get('/invitations', {
    schema: operation({
      id: 'listInvitations',
      about: 'links',
      does: 'The invitations that can be used, those made last first.',
      signedIn: true,
      answers: { 200: invitationsAnswer },
      refusals: ['FORBIDDEN'],
    }),
    onRequest: administrators,
    async handler(request): Promise<InvitationsAnswer> {
      const found = await links.invitations(await identityOf(request, accounts))
      return { invitations: found.map((each) => ({ ...each, madeBy: each.madeBy ?? null })) }
    },
  })

  api.delete<{ Params: SessionParameters }>('/invitations/:id', {
    schema: operation({
      id: 'withdrawInvitation',
      about: 'links',
      does: 'Ends an invitation: its link can’t be used any more.',
      signedIn: true,
      params: sessionParameters,
      answers: { 204: null },
      refusals: ['FORBIDDEN', 'NOT_FOUND'],
    }),
    onRequest: administrators,
    async handler(request, reply) {
      await links.withdraw(await identityOf(request, accounts), request.params.id)
      return reply.code(204).send()
    },
  })
}
