import type { AnyApplication } from '../../server/contract/application.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Lobby } from './client-api.ts'
import { LobbyClient } from './lobby.ts'
import { randomName } from './random-name.ts'
import { type SocketIoOptions, SocketIoTransport } from './socket-io-transport.ts'
import type { Transport } from './transport.ts'

export interface ConnectOptions {
  /** Says who the user is. */
  readonly token: string
  /** How long to try, in milliseconds; 20,000 by default. */
  readonly timeout?: number
  /** Further options for socket.io-client. */
  readonly socket?: SocketIoOptions
  /** What carries the messages instead of Socket.IO. */
  readonly transport?: Transport
  readonly clock?: Clock
  /** The application itself: then the actions that it names in `predict` show their effect at once. */
  readonly rules?: AnyApplication
  /**
   * The application's version that this client was built with, by default that of `rules`: rooms of a newer one are then
   * not entered, but refused with `CLIENT_OUTDATED`.
   */
  readonly version?: number
  /** Makes a name that nobody else has. */
  readonly randomName?: () => string
}

/**
 * Connects to the lobby of `application` at `url`, as http(s)://host:port, or with the path of the server's `prefix`. From
 * then on the connection comes back by itself.
 * @throws SocDrawError `UNAUTHENTICATED`; `NOT_FOUND` where there is no such application; `CONNECTION_FAILED` after `timeout`;
 * TypeError where `url` is no server's address
 */
export async function connect<App>(url: string, application: string, options: ConnectOptions): Promise<Lobby<App>> {
  const { token, timeout = 20_000, clock = systemClock, socket = {} } = options
  const lobby = new LobbyClient<App>({
    name: application,
    transport: options.transport ?? new SocketIoTransport({ url, application, token, clock, socket }),
    clock,
    randomName: options.randomName ?? randomName,
    rules: options.rules,
    version: options.version ?? options.rules?.version,
  })
  let late = false
  const cancel = clock.setTimer(timeout, () => {
    late = true
    lobby.close()
  })
  try {
    await lobby.listed
    return lobby
  } catch (error) {
    throw late ? new SocDrawError('CONNECTION_FAILED') : error
  } finally {
    cancel()
  }
}
