import type { IncomingMessage } from 'node:http'
import type { CorsOptions } from 'cors'
import type { ServerOptions } from 'socket.io'
import { mayCome } from '../accounts/page-origins.ts'

type AllowRequest = NonNullable<ServerOptions['allowRequest']>

export interface OriginRules {
  /** The other origins whose pages may connect; none without. */
  readonly cors: CorsOptions | undefined
  /** Asked of what may come. */
  readonly next?: AllowRequest | undefined
  /** Told of a page that was refused. */
  refused(origin: string | undefined): void
}

/**
 * Refuses handshakes that the page of another origin makes and `cors` does not allow: its own answer is looked at by
 * browsers for polling only. Whatever names no origin is no page, and the server's own is where `Host` says.
 */
export function onlyFrom({ cors, next, refused }: OriginRules): AllowRequest {
  return (request, answer) => {
    const headers = pageHeadersOf(request)
    mayCome(headers, cors).then(
      (allowed) => {
        if (!allowed) {
          refused(headers.origin)
          answer('the page’s origin may not connect here', false)
        } else if (next) next(request, answer)
        else answer(undefined, true)
      },
      (error: unknown) => answer(String(error), false),
    )
  }
}

function pageHeadersOf({ headers }: IncomingMessage) {
  const { origin, host = headers[':authority'], 'sec-fetch-site': site } = headers
  return { origin, host: asText(host), site: asText(site) }
}

function asText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join() : header
}
