import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client'
import type { Clock } from '../../server/protocol/clock.ts'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type {
  AnswerTo,
  MessageArguments,
  MessageName,
  RequestArguments,
  RequestName,
  ServerEvent,
  ServerToClientEvents,
  SocketEvents,
} from '../../server/protocol/events.ts'
import { askToken, type Token } from './ask-token.ts'
import { type Dialler, diallerOf } from './dialler.ts'
import { SILENCE, tryNextWay, tryOtherWays } from './other-ways.ts'
import { DELAYS, Redial } from './redial.ts'
import { refusalOf } from './refusal-of.ts'
import { socketAtRest } from './socket-at-rest.ts'
import type { Transport, TransportListener } from './transport.ts'
import type { Wakefulness } from './wakefulness.ts'
import { wasRefused } from './was-refused.ts'

/** What may be told to socket.io-client; the rest the transport needs for itself. */
export type SocketIoOptions = Partial<
  Omit<
    ManagerOptions & SocketOptions,
    'auth' | 'autoConnect' | 'reconnection' | 'randomizationFactor' | 'retries' | 'ackTimeout'
  >
>

export interface SocketIoTransportOptions {
  /** The server's address, with the path below which it stands. */
  readonly url: string
  readonly application: string
  readonly token: Token
  readonly clock: Clock
  readonly wakefulness: Wakefulness
  readonly socket: SocketIoOptions
}

/** `request` and `tell` have typed what is sent; Socket.IO’s own typing can’t follow a generic name. */
interface Requests {
  [name: string]: (...args: unknown[]) => void
}

/** How long the server may take to let a client in or to refuse it, in milliseconds. */
const WELCOME_WITHIN = 20_000
/**
 * How long one attempt to connect may take, in milliseconds. One that was made just when the network went away hangs: with
 * Socket.IO's own 20 seconds nobody came back sooner.
 */
const ATTEMPT = 8000
/** A connection that stood this long, in milliseconds, begins with short delays again when it is lost. */
const STEADY = 10_000

/**
 * One namespace of a Socket.IO connection, which lobbies of the same server share, and whatever else the page has from
 * there.
 */
export class SocketIoTransport implements Transport {
  readonly #clock: Clock
  readonly #token: Token
  readonly #socket: Socket<SocketEvents, Requests>
  /** Counts the connections, so that nothing of an older one is taken for the present one's. */
  #connection = 0
  /** Undefined while the connection is away. */
  #connectedAt: number | undefined
  readonly #dialler: Dialler
  /** Where the connection below stands, and the server lets this lobby in later only. */
  readonly #redial: Redial
  readonly #wakefulness: Wakefulness
  #stopFollowing: (() => void)[] = []
  #cancelWelcome: () => void = () => {}
  #cancelToken: () => void = () => {}
  readonly #opened = (): void => this.#awaitWelcome()
  #listener: TransportListener | undefined

  constructor({ url, application, token, clock, wakefulness, socket }: SocketIoTransportOptions) {
    this.#clock = clock
    this.#token = token
    const { origin, path } = addressOf(url)
    this.#socket = socketAtRest(origin, application, {
      path: `${path}/socket.io`,
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      timeout: ATTEMPT,
      reconnectionDelay: DELAYS.first,
      reconnectionDelayMax: DELAYS.most,
      ...socket,
      // The dialler's.
      reconnection: false,
      // Sending again is the outbox's: it alone knows what must keep its order.
      retries: 0,
      auth: (send) => this.#introduce(send),
    })
    this.#wakefulness = wakefulness
    const ports = { clock, wakefulness, random: Math.random }
    this.#redial = new Redial({ ...ports, ...DELAYS, dial: () => this.#dial() })
    this.#dialler = diallerOf(this.#socket.io, ports)
    tryOtherWays(this.#socket.io)
  }

  open(listener: TransportListener): void {
    this.#listener = listener
    const socket = this.#socket
    socket.on('connect', () => this.#connected(listener))
    socket.on('disconnect', (_reason, details) => this.#disconnected(listener, wasRefused(details)))
    socket.on('move', () => this.#dialler.move())
    socket.on('connect_error', (error) => this.#failed(error))
    // Whatever the server sends: one event that were left out here would never come.
    socket.onAny((event: ServerEvent | 'move', ...args: Parameters<ServerToClientEvents[ServerEvent]>) => {
      if (event !== 'move') listener.event(event, ...args)
    })
    socket.io.on('open', this.#opened)
    this.#stopFollowing = [
      this.#dialler.follow(() => this.#refuse(new SocDrawError('CONNECTION_FAILED'))),
      this.#wakefulness.onWake(() => this.#redial.woke()),
    ]
    this.#redial.now()
  }

  request<Name extends RequestName>(
    name: Name,
    args: RequestArguments<Name>,
    answered: (answer: AnswerTo<Name>) => void,
  ): void {
    // Socket.IO would keep it, and send it on the next connection before anything else.
    if (this.#connectedAt === undefined) return
    const connection = this.#connection
    this.#socket.emit(name, ...args, (answer: AnswerTo<Name>) => {
      if (connection === this.#connection) answered(answer)
    })
  }

  tell<Name extends MessageName>(name: Name, args: MessageArguments<Name>): void {
    if (this.#connectedAt !== undefined) this.#socket.emit(name, ...args)
  }

  reconnect(): void {
    // The connection below is what is dead: every lobby that shares it goes down, and comes back, with it.
    this.#socket.io.engine?.close()
  }

  close(): void {
    this.#connection++
    this.#connectedAt = undefined
    this.#redial.cancel()
    this.#endWait()
    this.#socket.off().offAny()
    this.#socket.io.off('open', this.#opened)
    for (const stop of this.#stopFollowing.splice(0)) stop()
    this.#socket.disconnect()
    this.#dialler.release(this.#socket)
  }

  #connected(listener: TransportListener): void {
    this.#endWait()
    this.#connection++
    this.#connectedAt = this.#clock.now()
    listener.up()
  }

  #disconnected(listener: TransportListener, refused: boolean): void {
    const since = this.#connectedAt
    this.#endWait()
    // What Socket.IO kept because it found the connection dead a moment ago must not be sent on the next one.
    this.#socket.sendBuffer = []
    // Socket.IO says the same of a connection that broke before the server let this client in.
    if (since !== undefined) {
      this.#connection++
      this.#connectedAt = undefined
      if (this.#clock.now() - since > STEADY) this.#redial.reset()
      listener.down(refused)
    }
    this.#redialIfNeeded()
  }

  /** Says who the user is: asked by Socket.IO on each new connection. */
  #introduce(send: (auth: { token: string }) => void): void {
    this.#cancelToken()
    this.#cancelToken = askToken(this.#token, this.#clock, {
      given: (token) => send({ token }),
      failed: (error) => {
        this.#socket.disconnect()
        this.#refused(error)
      },
    })
  }

  #failed(error: Error & { data?: unknown }): void {
    this.#endWait()
    const silent = error.message === SILENCE
    this.#refused(refusalOf(error) ?? new SocDrawError(silent ? 'TIMED_OUT' : 'CONNECTION_FAILED'))
  }

  /** Not let in: for good, or to be tried again. */
  #refused(error: SocDrawError): void {
    if (error.retryable) {
      this.#listener?.trouble(error)
      this.#redialIfNeeded(error.retryAfter)
    } else this.#refuse(error)
  }

  #refuse(error: SocDrawError): void {
    this.close()
    this.#listener?.refused(error)
  }

  /** While it is active, the dialler brings it back. After the server has said no, it is not. */
  #redialIfNeeded(retryAfter?: number): void {
    if (!this.#socket.active) this.#redial.later(retryAfter)
  }

  #dial(): void {
    // Connecting what connects already would greet the namespace twice.
    if (!this.#socket.active) this.#dialler.connect(this.#socket)
    if (this.#socket.io.engine?.readyState === 'open') this.#awaitWelcome()
  }

  /** The connection stands; the namespace's answer is due. */
  #awaitWelcome(): void {
    this.#cancelWelcome()
    if (!this.#socket.active) return
    this.#cancelWelcome = this.#clock.setTimer(WELCOME_WITHIN, () => {
      this.#endWait()
      tryNextWay(this.#socket.io)
      this.#socket.disconnect()
      this.#refused(new SocDrawError('TIMED_OUT'))
    })
  }

  /** It is known now what became of the connection. */
  #endWait(): void {
    this.#cancelWelcome()
    this.#cancelToken()
  }
}

/** Where a server is, and below which path: without its last slash. */
function addressOf(url: string): { readonly origin: string; readonly path: string } {
  const { origin, pathname, search, hash } = new URL(url, globalThis.location?.href)
  if (origin === 'null' || search !== '' || hash !== '') throw new TypeError(`not the address of a server: ${url}`)
  return { origin, path: pathname.replace(/\/$/, '') }
}
