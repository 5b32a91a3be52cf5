import { SocDrawError } from '../protocol/errors.ts'
import { errorAnswer, type SiteAnswer, signInAnswer, siteAnswer } from '../protocol/http-messages.ts'

/** How long a server may take to answer, in milliseconds. */
const ANSWERED_WITHIN = 10_000

/** What a server says of itself. @throws SocDrawError `CONNECTION_FAILED` where none answers; what it refuses with */
export async function siteOf(url: string): Promise<SiteAnswer> {
  return siteAnswer.parse(await ask(url, '/api/site'))
}

/** A user's token. @throws as `siteOf`; `WRONG_CREDENTIALS` */
export async function signIn(url: string, username: string, password: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ username, password })
  return signInAnswer.parse(await ask(url, '/api/sessions', { method: 'POST', headers, body })).token
}

async function ask(url: string, path: string, request: RequestInit = {}): Promise<unknown> {
  const response = await fetch(new URL(path, url), { ...request, signal: AbortSignal.timeout(ANSWERED_WITHIN) }).catch(
    () => {
      throw new SocDrawError('CONNECTION_FAILED')
    },
  )
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer
  const refusal = errorAnswer.safeParse(answer)
  throw refusal.success ? new SocDrawError(refusal.data.error) : new SocDrawError('NOT_FOUND')
}
