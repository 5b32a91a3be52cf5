import type { Clock } from '../../../server/protocol/clock.ts'
import type { SocDrawError } from '../../../server/protocol/errors.ts'
import type { FoundRooms, RoomListing } from '../../../server/protocol/listings.ts'
import { type ListFilter, suits } from '../../../server/protocol/room-filter.ts'
import type { FindOptions, Lobby } from '../../client/client-api.ts'
import { Listeners, type Subscribable } from '../../common/store.ts'
import { toSocDrawError } from '../to-soc-draw-error.ts'

/** What rooms are looked for by. */
export interface RoomQuestion {
  readonly search: string
  readonly filter: ListFilter | undefined
}

/** The part of `LobbyConnection` that is used. */
export interface SearchedLobby extends Subscribable {
  /** Undefined while there is no connection; another one after each. */
  readonly lobby: Pick<Lobby<unknown>, 'find' | 'listing'> | undefined
  /** Whether anybody sees the list. */
  readonly seen: boolean
}

/** How long somebody pauses who has typed what they look for, in milliseconds: so nobody asks more often than they may. */
const PAUSE = 250
/** After so many milliseconds it is looked for anew: new rooms may be among them by now, and their order another one. */
const AGAIN = 10_000

const NONE: readonly RoomListing[] = []

/**
 * Looks for rooms of a lobby as long as it is started, one question at a time: what is found is there in the order in which
 * it was found, each room as it stands now, without those that are gone or suit the filter no more. The rooms of the
 * question before are there until the next one is answered. Never rejects: what goes wrong is its `problem`.
 */
export class RoomSearch implements Subscribable {
  readonly #source: SearchedLobby
  readonly #clock: Clock
  readonly #listeners = new Listeners()
  #question: RoomQuestion = { search: '', filter: undefined }
  #answered: RoomQuestion | undefined
  #ids: readonly string[] = []
  #next: FoundRooms['next'] = null
  /** How many pages are there. */
  #pages = 0
  #rooms = NONE
  #busy = false
  #problem: SocDrawError | undefined
  /** Counts what was asked: what is answered to another one than the last counts for nothing. */
  #turn = 0
  /** Over which connection was asked last. */
  #asked: SearchedLobby['lobby']
  #cancelNext: () => void = () => undefined
  #unsubscribe: () => void = () => undefined

  constructor(source: SearchedLobby, clock: Clock) {
    this.#source = source
    this.#clock = clock
  }

  /** The very same array as long as nothing of it changed. */
  get rooms(): readonly RoomListing[] {
    return this.#rooms
  }

  /** What `rooms` are the answer to; undefined before the first one. */
  get answered(): RoomQuestion | undefined {
    return this.#answered
  }

  get more(): boolean {
    return this.#next !== null
  }

  /** Whether something is asked that is not answered. */
  get busy(): boolean {
    return this.#busy
  }

  /** Why the last question has no answer; it is asked again by itself. */
  get problem(): SocDrawError | undefined {
    return this.#problem
  }

  subscribe(listener: () => void): () => void {
    return this.#listeners.subscribe(listener)
  }

  start(): void {
    this.#unsubscribe = this.#source.subscribe(() => this.#sourceChanged())
    void this.#ask()
  }

  stop(): void {
    this.#turn++
    this.#unsubscribe()
    this.#cancelNext()
  }

  /** Looks for something else, as soon as nothing else is said. */
  lookFor(question: RoomQuestion): void {
    this.#question = question
    this.#turn++
    this.#busy = true
    this.#askIn(PAUSE)
    this.#tell()
  }

  /** Looks for the next rooms. */
  async loadMore(): Promise<void> {
    if (!this.#busy && this.#next !== null) await this.#ask(this.#next)
  }

  #askIn(delay: number): void {
    this.#cancelNext()
    this.#cancelNext = this.#clock.setTimer(delay, () => void this.#ask())
  }

  async #ask(after?: FoundRooms['next']): Promise<void> {
    const { lobby } = this.#source
    this.#cancelNext()
    this.#asked = lobby
    // As soon as there is one, its change is told.
    if (lobby === undefined) return
    const turn = ++this.#turn
    const question = this.#question
    this.#busy = true
    this.#tell()
    try {
      const found = await lobby.find(optionsOf(question, after))
      if (turn === this.#turn) this.#take(question, found, after !== undefined)
    } catch (error) {
      if (turn === this.#turn) this.#problem = toSocDrawError(error)
    }
    if (turn !== this.#turn) return
    this.#busy = false
    this.#refreshLater()
    this.#tell()
  }

  #take(question: RoomQuestion, { rooms, next }: FoundRooms, goesOn: boolean): void {
    const ids = rooms.map(({ id }) => id)
    // One in which something happened meanwhile may be on two pages.
    this.#ids = goesOn ? [...new Set([...this.#ids, ...ids])] : ids
    this.#pages = goesOn ? this.#pages + 1 : 1
    this.#next = next
    this.#answered = question
    this.#problem = undefined
  }

  /** Whoever has loaded more than a page is not thrown back to the first one. */
  #refreshLater(): void {
    this.#cancelNext()
    this.#cancelNext = this.#clock.setTimer(AGAIN, () => {
      const due = this.#problem !== undefined || this.#pages <= 1
      if (due && this.#source.seen) void this.#ask()
      else this.#refreshLater()
    })
  }

  #sourceChanged(): void {
    const { lobby } = this.#source
    if (lobby !== undefined && lobby !== this.#asked) void this.#ask()
    else this.#tell()
  }

  #tell(): void {
    const { lobby } = this.#source
    const rooms = this.#ids
      .flatMap((id) => lobby?.listing(id) ?? [])
      .filter((listing) => suits(listing, this.#answered?.filter))
    const same = rooms.length === this.#rooms.length && rooms.every((room, at) => room === this.#rooms[at])
    if (!same) this.#rooms = rooms
    this.#listeners.notify()
  }
}

function optionsOf({ search, filter }: RoomQuestion, after: FoundRooms['next'] | undefined): FindOptions {
  return { search, ...(filter && { filter }), ...(after && { after }) }
}
