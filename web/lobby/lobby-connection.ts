import type { Application } from '../../server/contract/application.ts'
import type { Clock } from '../../server/protocol/clock.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomListing } from '../../server/protocol/listings.ts'
import type { ConnectionStatus, Lobby } from '../client/client-api.ts'
import { Listeners, type Subscribable } from '../common/store.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'

/**
 * Opens a lobby: the client library's `connect`, with the page's own server. `waiting` is told why an attempt came to
 * nothing as long as others follow.
 */
export type OpenLobby = (
  application: string,
  token: string,
  waiting: (trouble: SocDrawError) => void,
) => Promise<Lobby<Application>>

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
  open(waiting: (trouble: SocDrawError) => void): Promise<Lobby<Application>>
}

/** One application's lobby, from the first attempt to connect. Never rejects: what goes wrong is its `error`. */
export class LobbyConnection implements Subscribable {
  readonly name: string
  readonly title: string
  readonly #open: LobbyConnectionOptions['open']
  readonly #listeners = new Listeners()
  #phase: Phase = { kind: 'connecting' }
  #trouble: SocDrawError | undefined
  #stop: () => void = () => undefined
  #cancelRetry: () => void = () => undefined
  #closed = false
  /** The rooms that are shown; null where nobody has said which. */
  #shown: readonly string[] | null = null
  /** The rooms that are looked at instead while the list is out of sight; undefined while it is seen. */
  #aside: readonly string[] | undefined
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

  /** Whether there are rooms that are not loaded. */
  get more(): boolean {
    return this.lobby?.more ?? false
  }

  get status(): ConnectionStatus | 'connecting' {
    if (this.#phase.kind === 'connecting') return 'connecting'
    return this.#phase.kind === 'failed' ? 'closed' : this.#phase.lobby.connection
  }

  get error(): SocDrawError | undefined {
    return this.#phase.kind === 'failed' ? this.#phase.error : this.lobby?.error
  }

  /** Why it is not there yet, as far as is known, while it is tried again. */
  get trouble(): SocDrawError | undefined {
    return this.lobby === undefined ? this.#trouble : this.lobby.trouble
  }

  /** Whether its list is in sight. */
  get seen(): boolean {
    return this.#aside === undefined
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
      const lobby = await this.#open((trouble) => this.#wait(trouble))
      if (this.#closed) {
        lobby.close()
        return
      }
      this.#phase = { kind: 'connected', lobby }
      this.#trouble = undefined
      this.#look()
      this.#stop = lobby.subscribe(() => this.#listeners.notify())
    } catch (thrown) {
      const error = toSocDrawError(thrown)
      this.#phase = { kind: 'failed', error }
      this.#trouble = error
      if (error.retryable && !this.#closed) this.#cancelRetry = this.#clock.setTimer(AGAIN, () => void this.connect())
    }
    if (!this.#closed) this.#listeners.notify()
  }

  /** See `Lobby.look`: also for the connections that follow. */
  look(roomIds: readonly string[] | null): void {
    this.#shown = roomIds
    this.#look()
  }

  /** The list is out of sight: only these of its rooms are looked at, and no new ones. Undefined: it is seen again. */
  lookAside(roomIds: readonly string[] | undefined): void {
    this.#aside = roomIds
    this.#look()
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  #look(): void {
    if (this.#aside) this.lobby?.look(this.#aside, { newRooms: false })
    else this.lobby?.look(this.#shown)
  }

  #wait(trouble: SocDrawError): void {
    this.#trouble = trouble
    if (!this.#closed) this.#listeners.notify()
  }

  #drop(): void {
    this.#cancelRetry()
    this.#stop()
    this.#stop = () => undefined
    this.lobby?.close()
  }
}
