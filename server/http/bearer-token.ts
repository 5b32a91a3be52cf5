import type { FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/accounts.ts'
import type { Identity } from '../accounts/sessions.ts'
import { SocDrawError } from '../protocol/errors.ts'

/** The token that a request shows. Never a cookie: no other page can make a browser show it. @throws SocDrawError `UNAUTHENTICATED` */
export function bearerToken({ headers }: FastifyRequest): string {
  const token = headers.authorization?.match(/^Bearer +(\S+)$/i)?.[1]
  if (token === undefined) throw new SocDrawError('UNAUTHENTICATED')
  return token
}

/** Who a request comes from. @throws SocDrawError `UNAUTHENTICATED` */
export async function identityOf(request: FastifyRequest, accounts: Accounts): Promise<Identity> {
  const identity = await accounts.authenticate(bearerToken(request))
  if (!identity) throw new SocDrawError('UNAUTHENTICATED')
  return identity
}
