import type { IncomingMessage, ServerResponse } from 'node:http'
import { SocDrawError } from '../protocol/errors.ts'
import type { LobbyServer } from './lobby-socket.ts'
import type { Overload } from './overload.ts'

/** A connection that there is already names itself, also on its way up from polling. */
const NAMES_ITSELF = /[?&]sid=[^&]/

export interface Doorkeeper {
  readonly overload: Pick<Overload, 'lasts' | 'refusal'>
  /** Whether the server is about to end. */
  stopping(): boolean
}

/**
 * Refuses new connections while the overload lasts, and once the server is about to end, before anything is made for them: with 503, `Retry-After`, and the
 * error as body, as over HTTP. A browser's page is not told what a WebSocket was refused with: the client library asks by
 * polling then, and reads it.
 */
export function refuseNewcomers(engine: LobbyServer['engine'], { overload, stopping }: Doorkeeper): void {
  const refusalNow = (): SocDrawError | undefined => {
    if (stopping()) return new SocDrawError('STOPPING')
    return overload.lasts ? overload.refusal() : undefined
  }
  engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    const refusal = NAMES_ITSELF.test(request.url ?? '') ? undefined : refusalNow()
    if (!refusal) next()
    else if (request.headers.upgrade === undefined) refuse(response, refusal)
    else refuseUpgrade(request, refusal)
  })
}

function refuse(response: ServerResponse, refusal: SocDrawError): void {
  const { headers, body } = answerOf(refusal)
  response.writeHead(refusal.status, headers).end(body)
}

/** There is no response to an upgrade: what Engine.IO hands on in its place sends nothing. */
function refuseUpgrade({ socket }: IncomingMessage, refusal: SocDrawError): void {
  const { headers, body } = answerOf(refusal)
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  // Nobody else listens to it any more, and whoever is refused may be gone already.
  socket.on('error', () => {})
  const answer = `HTTP/1.1 ${refusal.status} Service Unavailable\r\n${lines.join('')}\r\n${body}`
  socket.end(answer, () => socket.destroy())
}

function answerOf(refusal: SocDrawError): { headers: Record<string, string | number>; body: string } {
  const body = JSON.stringify({ error: refusal })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'retry-after': Math.ceil((refusal.retryAfter ?? 0) / 1000),
    'cache-control': 'no-store',
    connection: 'close',
  }
  return { headers, body }
}
