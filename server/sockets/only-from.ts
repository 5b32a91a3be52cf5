import type { IncomingMessage } from 'node:http'
import type { CorsOptions } from 'cors'
import type { ServerOptions } from 'socket.io'

type AllowRequest = NonNullable<ServerOptions['allowRequest']>
type Origins = CorsOptions['origin']

/**
 * Refuses handshakes that the page of another origin makes and `cors` does not allow: its own answer is looked at by
 * browsers for polling only. Whatever names no origin is no page, and the server's own is where `Host` says; a proxy that
 * changes that header makes the page's origin another one, which is then to be allowed. `next` is asked after it.
 */
export function onlyFrom({ origin: origins }: CorsOptions, next?: AllowRequest): AllowRequest {
  return (request, answer) => {
    allows(origins, request).then(
      (allowed) => {
        if (!allowed) answer('the page’s origin may not connect here', false)
        else if (next) next(request, answer)
        else answer(undefined, true)
      },
      (error: unknown) => answer(String(error), false),
    )
  }
}

async function allows(origins: Origins, { headers }: IncomingMessage): Promise<boolean> {
  const { origin, host } = headers
  if (origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)) return true
  return matches(typeof origins === 'function' ? await ask(origins, origin) : origins, origin)
}

function ask(origins: Extract<Origins, (...args: never) => unknown>, origin: string): Promise<Origins> {
  return new Promise((resolve, reject) => {
    origins(origin, (error, allowed) => (error ? reject(error) : resolve(allowed)))
  })
}

/** As `cors` reads it: what is not given allows all. */
function matches(origins: Origins, origin: string): boolean {
  if (Array.isArray(origins)) return origins.some((one) => matches(one, origin))
  if (origins instanceof RegExp) return origins.test(origin)
  if (typeof origins === 'string') return origins === '*' || origins === origin
  return origins !== false
}
