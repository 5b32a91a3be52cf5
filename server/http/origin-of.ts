import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Origin } from '../accounts/sessions.ts'

/** The part of an IPv6 address that its holder cannot choose. */
const IPV6_PREFIX = 64

/** An address as it is counted: of IPv6, the part that its holder cannot choose. */
export function countedAddress({ ip }: FastifyRequest): string {
  return normalizeIP(ip, IPV6_PREFIX)
}

/** Where a request comes from. */
export function originOf(request: FastifyRequest): Origin {
  return { address: countedAddress(request), browser: request.headers['user-agent'] ?? '' }
}
