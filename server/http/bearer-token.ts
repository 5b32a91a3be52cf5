import type { FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import type { Identity } from '../accounts/sessions.ts'
import type { UserAccount } from '../accounts/user-account.ts'
import { SocDrawError } from '../protocol/errors.ts'

/** The token that a request shows. Never a cookie: no other page can make a browser show it. @throws SocDrawError `UNAUTHENTICATED` */
export function bearerToken({ headers }: FastifyRequest): string {
  const token = headers.authorization?.match(/^Bearer +(\S+)$/i)?.[1]
  if (token === undefined) throw new SocDrawError('UNAUTHENTICATED')
  return token
}

/** An `onRequest` hook: nothing of the body is read of whoever shows no token. */
export async function requireToken(request: FastifyRequest): Promise<void> {
  bearerToken(request)
}

/**
 * An `onRequest` hook: whoever is not signed in, or may not by what `refuse` throws, learns nothing of what a request has
 * to be, for nothing more of it is looked at. Sessions end while bodies are on their way: a handler asks `identityOf` again.
 */
export function letIn(accounts: Accounts, refuse: (user: UserAccount) => void = () => undefined) {
  return async (request: FastifyRequest): Promise<void> => refuse((await identityOf(request, accounts)).user)
}

/** Who a request comes from. @throws SocDrawError `UNAUTHENTICATED` */
export async function identityOf(request: FastifyRequest, accounts: Accounts): Promise<Identity> {
  const identity = await accounts.authenticate(bearerToken(request))
  if (!identity) throw new SocDrawError('UNAUTHENTICATED')
  return identity
}
