import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { SocDrawError } from '../protocol/errors.ts'

/** What an answer is known by: equal for equal ones, and for no others. */
export function tagOf(answer: object): string {
  return `"${revisionOf(answer)}"`
}

/** The same without quotes, as it stands in an answer. */
export function revisionOf(answer: object): string {
  return createHash('sha256').update(JSON.stringify(answer)).digest('base64url')
}

/**
 * Whether a request is for one state only of what it changes, which `tag` is to be then.
 * @throws SocDrawError `CHANGED_MEANWHILE` where it is for another
 */
export function isOnlyFor(tag: string, { headers }: FastifyRequest): boolean {
  const wanted = headers['if-match']
  if (wanted === undefined || wanted.trim() === '*') return false
  // A proxy that compresses answers makes their tags weak ones; of what is behind them that changes nothing.
  const wantedTags = wanted.split(',').map((each) => each.trim().replace(/^W\//, ''))
  if (!wantedTags.includes(tag)) throw new SocDrawError('CHANGED_MEANWHILE')
  return true
}
