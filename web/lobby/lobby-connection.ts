import type { Application } from '../../server/contract/application.ts'
import type { Clock } from '../../server/protocol/clock.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import type { ConnectionStatus, Lobby } from '../client/client-api.ts'
import { Listeners, type Subscribable } from '../common/store.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'

/** Opens a lobby: the client library's `connect`, with the page's own server. */
export type OpenLobby = (application: string, token: string) => Promise<Lobby<Application>>

type Phase =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly lobby: Lobby<Application> }
  | { readonly kind: 'failed'; readonly error: SocDrawError }

/** How long until a server that could not be reached is tried again, in milliseconds. */
const AGAIN = 2_000
const NO_ROOMS: readonly RoomListing[] = []

interface LobbyConnectionOptions {
  /** The application's. */
  readonly name: string
  readonly title: string
  readonly clock: Clock
  open(): Promise<Lobby<Application>>
}

/** One application's lobby, from the first attempt to connect. Never rejects: what goes wrong is its `error`. */
export class LobbyConnection implements Subscribable {
  readonly name: string
  readonly title: string
  readonly #open: () => Promise<Lobby<Application>>
  readonly #listeners = new Listeners()
  #phase: Phase = { kind: 'connecting' }
  #stop: () => void = () => undefined
  #cancelRetry: () => void = () => undefined
  #closed = false
  readonly #clock: Clock

  constructor({ name, title, clock, open }: LobbyConnectionOptions) {
    this.name = name
    this.title = title
    this.#clock = clock
    this.#open = open
  }

  get lobby(): Lobby<Application> | undefined {
    return this.#phase.kind === 'connected' ? this.#phase.lobby : undefined
  }

  get rooms(): readonly RoomListing[] {
    return this.lobby?.rooms ?? NO_ROOMS
  }

  get status(): ConnectionStatus | 'connecting' {
    if (this.#phase.kind === 'connecting') return 'connecting'
    return this.#phase.kind === 'failed' ? 'closed' : this.#phase.lobby.connection
  }

  get error(): SocDrawError | undefined {
    return this.#phase.kind === 'failed' ? this.#phase.error : this.lobby?.error
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  /** Connects, or connects anew once the connection is closed for good. Where that may help, it tries again by itself. */
  async connect(): Promise<void> {
    this.#drop()
    this.#phase = { kind: 'connecting' }
    this.#listeners.notify()
    try {
      const lobby = await this.#open()
      if (this.#closed) {
        lobby.close()
        return
      }
      this.#phase = { kind: 'connected', lobby }
      this.#stop = lobby.subscribe(() => this.#listeners.notify())
    } catch (thrown) {
      const error = toSocDrawError(thrown)
      this.#phase = { kind: 'failed', error }
      if (error.retryable && !this.#closed) this.#cancelRetry = this.#clock.setTimer(AGAIN, () => void this.connect())
    }
    if (!this.#closed) this.#listeners.notify()
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  #drop(): void {
    this.#cancelRetry()
    this.#stop()
    this.#stop = () => undefined
    this.lobby?.close()
  }
}
