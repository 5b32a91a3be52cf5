import type { AnyApplication } from '../../server/contract/application.ts'
import { systemClock } from '../../server/machine/system-clock.ts'
import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Token } from './ask-token.ts'
import type { Lobby } from './client-api.ts'
import { LobbyClient, type LobbyOptions } from './lobby.ts'
import { pageWakefulness } from './page-wakefulness.ts'
import { randomName } from './random-name.ts'
import { type SocketIoOptions, SocketIoTransport } from './socket-io-transport.ts'
import type { Transport } from './transport.ts'
import type { Wakefulness } from './wakefulness.ts'
import { whileAwake } from './while-awake.ts'

export interface ConnectOptions {
  /**
   * Says who the user is; or a function that gives it, within 10 seconds, asked at each connecting: so a short-lived one is
   * renewed. What the function throws closes the lobby with `UNAUTHENTICATED`, or is the lobby's `error` where it is a
   * `SocDrawError`; one that is `retryable` is tried again.
   */
  readonly token: Token
  /** Told whenever an attempt to connect came to nothing, until the lobby is there: why, and that another follows. */
  readonly waiting?: (trouble: SocDrawError) => void
  /** How long to try, in milliseconds; 20,000 by default. Asleep one does not try: it begins anew on waking. */
  readonly timeout?: number
  /** Further options for socket.io-client. */
  readonly socket?: SocketIoOptions
  /** What carries the messages instead of Socket.IO. */
  readonly transport?: Transport
  readonly clock?: Clock
  /**
   * Whether there is anybody to connect for; by default, in a browser, as long as the page is seen and online. While there
   * is not, no attempt is made; one follows at once when there is again.
   */
  readonly wakefulness?: Wakefulness
  /** The application itself: then the actions that it names in `predict` show their effect at once. */
  readonly rules?: AnyApplication
  /**
   * The application's version that this client was built with, by default that of `rules`: rooms of a newer one are then
   * not entered, but refused with `CLIENT_OUTDATED`.
   */
  readonly version?: number
  /**
   * Whether the lobby keeps a list, which is so unless told; without one `rooms` are only those that one is in, and nothing
   * is read or told of the others: for bots, and whatever knows which room it enters.
   */
  readonly list?: boolean
  /** Makes a name that nobody else has. */
  readonly randomName?: () => string
}

/** What a lobby is made with that a page loads only once it is needed. */
type LobbyParts = Pick<LobbyOptions, 'makeRoom' | 'makeLook' | 'makeFinder'>

/** `connect`, with parts that are given. */
export async function openLobby<App>(
  parts: LobbyParts,
  url: string,
  application: string,
  options: ConnectOptions,
): Promise<Lobby<App>> {
  const { token, timeout = 20_000, clock = systemClock, socket = {}, waiting } = options
  const { wakefulness = pageWakefulness() } = options
  const lobby = new LobbyClient<App>({
    name: application,
    transport: options.transport ?? new SocketIoTransport({ url, application, token, clock, wakefulness, socket }),
    clock,
    wakefulness,
    randomName: options.randomName ?? randomName,
    rules: options.rules,
    version: options.version ?? options.rules?.version,
    renewable: typeof token === 'function',
    list: options.list ?? true,
    ...parts,
  })
  let late: SocDrawError | undefined
  const cancel = whileAwake({ clock, wakefulness }, timeout, () => {
    late = lobby.trouble ?? new SocDrawError('CONNECTION_FAILED')
    lobby.close()
  })
  const stopTelling = waiting && tellTrouble(lobby, waiting)
  try {
    await lobby.listed
    return lobby
  } catch (error) {
    lobby.close()
    throw late ?? error
  } finally {
    cancel()
    stopTelling?.()
  }
}

/** Tells each trouble once. Returns what ends it. */
function tellTrouble<App>(lobby: Lobby<App>, tell: (trouble: SocDrawError) => void): () => void {
  let told: SocDrawError | undefined
  return lobby.subscribe(() => {
    const { trouble } = lobby
    if (trouble && trouble !== told) tell(trouble)
    told = trouble
  })
}
