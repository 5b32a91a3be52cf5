import { SocDrawError, type WireError } from '../../server/protocol/errors.ts'
import { isRecord } from '../common/is-record.ts'
import { isSession, type Session } from './session-store.ts'

/** What the server says of itself before anybody signs in. */
export interface Site {
  readonly applications: readonly { readonly name: string; readonly title: string }[]
  /** In development only: users to try it with, who share one password. */
  readonly demo: { readonly users: readonly { readonly username: string }[]; readonly password: string } | null
}

/** The server's HTTP API. Everything rejects with `SocDrawError`: the server's own, or `CONNECTION_FAILED`. */
export interface SiteApi {
  site(): Promise<Site>
  signIn(username: string, password: string): Promise<Session>
  /** Another session of the same user, which ends by itself. */
  anotherSession(token: string): Promise<Session>
  signOut(token: string): Promise<void>
}

/** How long an answer may take, in milliseconds. */
const PATIENCE = 15_000

/** @param basePath where the server stands, with a slash at both ends */
export function createSiteApi(send: typeof fetch, basePath = '/'): SiteApi {
  const request = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await send(`${basePath}api/${path}`, { ...init, signal: AbortSignal.timeout(PATIENCE) }).catch(
      (cause: unknown) => {
        throw Object.assign(new SocDrawError('CONNECTION_FAILED'), { cause })
      },
    )
    if (response.status === 204) return undefined
    // Whatever is not JSON, a proxy's error page for one, is told apart below.
    const body: unknown = await response.json().catch(() => undefined)
    if (response.ok && body !== undefined) return body
    throw hasError(body) ? new SocDrawError(body.error) : new SocDrawError('CONNECTION_FAILED')
  }
  return {
    site: async () => expectShape(await request('site'), isSite),
    signIn: async (username, password) => {
      const body = JSON.stringify({ username, password })
      const headers = { 'content-type': 'application/json' }
      return expectShape(await request('sessions', { method: 'POST', headers, body }), isSession)
    },
    anotherSession: async (token) => {
      const headers = { authorization: `Bearer ${token}` }
      return expectShape(await request('sessions/another', { method: 'POST', headers }), isSession)
    },
    signOut: async (token) => {
      await request('sessions', { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
    },
  }
}

function expectShape<Shape>(value: unknown, is: (value: unknown) => value is Shape): Shape {
  if (is(value)) return value
  throw new SocDrawError('INTERNAL', 'The server’s answer makes no sense.')
}

function hasError(value: unknown): value is { error: WireError } {
  if (!isRecord(value) || !isRecord(value.error)) return false
  const { code, message, retryable } = value.error
  return typeof code === 'string' && typeof message === 'string' && typeof retryable === 'boolean'
}

function isSite(value: unknown): value is Site {
  if (!isRecord(value) || !Array.isArray(value.applications)) return false
  return value.applications.every((each) => isRecord(each) && typeof each.name === 'string') && isDemo(value.demo)
}

function isDemo(value: unknown): value is Site['demo'] {
  if (value === null) return true
  if (!isRecord(value) || typeof value.password !== 'string' || !Array.isArray(value.users)) return false
  return value.users.every((each) => isRecord(each) && typeof each.username === 'string')
}
