import type { Application } from '../../server/contract/application.ts'
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

const NO_ROOMS: readonly RoomListing[] = []

/** One application's lobby, from the first attempt to connect. Never rejects: what goes wrong is its `error`. */
export class LobbyConnection implements Subscribable {
  readonly name: string
  readonly title: string
  readonly #open: () => Promise<Lobby<Application>>
  readonly #listeners = new Listeners()
  #phase: Phase = { kind: 'connecting' }
  #stop: () => void = () => undefined
  #closed = false

  constructor({ name, title }: { name: string; title: string }, open: () => Promise<Lobby<Application>>) {
    this.name = name
    this.title = title
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

  /** Connects, or connects anew once the connection is closed for good. */
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
    } catch (error) {
      this.#phase = { kind: 'failed', error: toSocDrawError(error) }
    }
    if (!this.#closed) this.#listeners.notify()
  }

  close(): void {
    this.#closed = true
    this.#drop()
  }

  #drop(): void {
    this.#stop()
    this.#stop = () => undefined
    this.lobby?.close()
  }
}
