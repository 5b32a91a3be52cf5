import type { Clock } from '../../../server/protocol/clock.ts'
import type { SocDrawError } from '../../../server/protocol/errors.ts'
import type { RoomListing } from '../../../server/protocol/listings.ts'
import type { Lobby, RoomOrder } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import { arrange, type Part } from './arrange.ts'

/** How the rooms stand that are not loaded: there are none, or some, which are on their way, or did not come. */
export type MoreRooms = 'none' | 'idle' | 'loading' | 'failed'

/** The part of `LobbyConnection` that is used. */
export interface OrderedLobby extends Subscribable {
  /** Undefined while there is no connection; another one after each. */
  readonly lobby: Pick<Lobby<unknown>, 'rooms' | 'more' | 'order'> | undefined
  /** Whether anybody sees the list. */
  readonly seen: boolean
}

/** Whether the reader's hands are off the list: then no row is moved under them. */
export interface ReadersHands extends Subscribable {
  readonly off: boolean
}

interface RailOrderPorts {
  readonly source: OrderedLobby
  readonly clock: Clock
  readonly hands: ReadersHands
  /** How the reader is in a room. */
  partOf(roomId: string): Part
}

/** How often the order is asked for, at most, in milliseconds: where anything was told of the rooms meanwhile. */
const BEAT = 10_000
/** How often it is asked for where nothing was told, but there are rooms of which one is told nothing. */
const REST = 30_000

/** How long until it is looked how the reader is in rooms, in milliseconds. */
const SOON = 200

const NONE: readonly RoomListing[] = []

/**
 * A lobby's rooms as the rail shows them, as long as it is started. The server says in which something happened last; that is
 * asked for now and then while the list is seen. Rows move only when the reader's hands are off the list: until then what is new
 * stands at its end. Of a list that goes on there are those rooms whose part of the order is loaded, those that the reader is
 * in, and what is new. Never rejects: what goes wrong is its `problem`, and is tried again.
 */
export class RailOrder implements Subscribable {
  readonly #ports: RailOrderPorts
  readonly #listeners = new Listeners()
  /** As the server told it; undefined before the first answer over this connection. */
  #order: readonly string[] | undefined
  #next: RoomOrder['next'] = null
  /** The rooms that were there when the order was told. */
  #old: ReadonlySet<string> = new Set()
  /** The rows, by their rooms' ids, as they stand. */
  #rows: readonly string[] = []
  #rooms = NONE
  #loading = false
  #problem: SocDrawError | undefined
  /** What the rooms were when the order was asked for last. */
  #asked: readonly RoomListing[] | undefined
  #askedAt = Number.NEGATIVE_INFINITY
  /** Over which connection it was asked for. */
  #lobby: OrderedLobby['lobby']
  #wasSeen = true
  #stops: readonly (() => void)[] = []
  #cancelBeat: () => void = () => undefined
  #cancelUpdate: (() => void) | undefined

  constructor(ports: RailOrderPorts) {
    this.#ports = ports
  }

  /** The very same array as long as nothing of it changed. */
  get rooms(): readonly RoomListing[] {
    return this.#rooms
  }

  /** Whether an order was told, or could not be had. */
  get ready(): boolean {
    return this.#order !== undefined || this.#problem !== undefined
  }

  get more(): MoreRooms {
    if (!this.#goesOn) return 'none'
    if (this.#loading) return 'loading'
    return this.#problem === undefined ? 'idle' : 'failed'
  }

  /** Why the next rooms did not come, where they failed. */
  get problem(): SocDrawError | undefined {
    return this.#problem
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  start(): void {
    const { source, hands } = this.#ports
    this.#stops = [source.subscribe(() => this.#sourceChanged()), hands.subscribe(() => this.#refresh())]
    this.#sourceChanged()
  }

  stop(): void {
    for (const stop of this.#stops) stop()
    this.#cancelBeat()
    this.#cancelUpdate?.()
    this.#lobby = undefined
  }

  /** How the reader is in rooms may have changed: soon it is looked. Every frame of a room may have done that. */
  update(): void {
    this.#cancelUpdate ??= this.#ports.clock.setTimer(SOON, () => this.#refresh())
  }

  /** Loads the next rooms. */
  async loadMore(): Promise<void> {
    if (!this.#loading && this.#goesOn) await this.#ask(this.#next)
  }

  /** Whether there are rooms of which it is not known where they come. */
  get #goesOn(): boolean {
    return this.#lobby?.more === true && (this.#order === undefined ? this.#problem !== undefined : this.#next !== null)
  }

  #sourceChanged(): void {
    const { source } = this.#ports
    const { lobby, seen } = source
    const comesIntoSight = seen && !this.#wasSeen
    this.#wasSeen = seen
    if (lobby !== this.#lobby) this.#begin(lobby)
    else if (comesIntoSight) void this.#ask(null)
    this.#refresh()
  }

  #begin(lobby: OrderedLobby['lobby']): void {
    this.#lobby = lobby
    this.#order = undefined
    this.#next = null
    this.#problem = undefined
    this.#loading = false
    this.#cancelBeat()
    if (lobby) void this.#ask(null)
  }

  /** @param after null: from the beginning */
  async #ask(after: RoomOrder['next']): Promise<void> {
    const lobby = this.#lobby
    if (!lobby || this.#loading) return
    this.#cancelBeat()
    this.#asked = lobby.rooms
    this.#askedAt = this.#ports.clock.now()
    this.#loading = true
    this.#listeners.notify()
    try {
      const told = await lobby.order(after)
      if (lobby === this.#lobby) this.#take(told, after !== null)
    } catch (error) {
      if (lobby === this.#lobby) this.#problem = toSocDrawError(error)
    }
    if (lobby !== this.#lobby) return
    this.#loading = false
    this.#askLater()
    this.#refresh()
    this.#listeners.notify()
  }

  #take({ rooms, next }: RoomOrder, goesOn: boolean): void {
    const before = this.#order
    if (goesOn && before) {
      this.#order = [...new Set([...before, ...rooms])]
      this.#next = next
    } else {
      // Whoever has loaded more is not thrown back: what was told of the others holds as long as nothing else is.
      this.#order = [...new Set([...rooms, ...(before ?? [])])]
      if (!before || before.length <= rooms.length) this.#next = next
    }
    this.#old = new Set(this.#lobby?.rooms.map(({ id }) => id))
    this.#problem = undefined
    if (!before) this.#show(true)
  }

  #askLater(): void {
    const { clock, hands, source } = this.#ports
    this.#cancelBeat = clock.setTimer(BEAT, () => {
      const told = this.#asked !== this.#lobby?.rooms || this.#problem !== undefined
      const rested = this.#lobby?.more === true && Math.abs(clock.now() - this.#askedAt) >= REST
      if ((told || rested) && source.seen && hands.off) void this.#ask(null)
      else this.#askLater()
    })
  }

  #refresh(): void {
    this.#cancelUpdate?.()
    this.#cancelUpdate = undefined
    this.#show(this.#ports.hands.off)
  }

  /** @param rearranges whether rows may move; they may where nobody sees them */
  #show(rearranges: boolean): void {
    const there = this.#there()
    if (rearranges || !this.#ports.source.seen) {
      this.#rows = arrange(there, this.#order ?? [], this.#ports.partOf).map(({ id }) => id)
    } else {
      const rows = new Set(this.#rows)
      this.#rows = [
        ...this.#rows,
        ...arrange(
          there.filter(({ id }) => !rows.has(id)),
          this.#order ?? [],
          this.#ports.partOf,
        ).map(({ id }) => id),
      ]
    }
    const listings = new Map(there.map((room) => [room.id, room]))
    const rooms = this.#rows.flatMap((id) => listings.get(id) ?? [])
    const same = rooms.length === this.#rooms.length && rooms.every((room, at) => room === this.#rooms[at])
    if (same) return
    this.#rooms = rooms
    this.#listeners.notify()
  }

  #there(): readonly RoomListing[] {
    const rooms = this.#lobby?.rooms ?? NONE
    const { partOf } = this.#ports
    if (!this.#goesOn || !this.#order) return rooms
    const ordered = new Set(this.#order)
    return rooms.filter(({ id }) => ordered.has(id) || !this.#old.has(id) || partOf(id) !== 'out')
  }
}
