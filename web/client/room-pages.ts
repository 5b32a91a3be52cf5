import type { Clock } from '../../server/protocol/clock.ts'
import type { SocDrawError } from '../../server/protocol/errors.ts'
import type { RoomsRequest } from '../../server/protocol/events.ts'
import type { RoomPage } from '../../server/protocol/listings.ts'
import { Deferred } from './deferred.ts'
import type { Questions } from './questions.ts'
import type { RoomList } from './room-list.ts'

/** How long after a first page that could not be had it is asked for again, in milliseconds: without one there is no list. */
const AGAIN_AFTER = 1000

interface RoomPagesPorts {
  readonly list: RoomList
  readonly questions: Pick<Questions, 'ask'>
  readonly clock: Clock
  /** The list begins anew with this page, which is looked at. */
  began(page: RoomPage): void
  /** The list has changed. */
  changed(): void
}

/** Loads a lobby's list page by page, one at a time: what was loaded already is kept up to date, and more when it is asked for. */
export class RoomPages {
  readonly #ports: RoomPagesPorts
  #wanted: Deferred | undefined
  #loading = false
  /** How often the list began anew. */
  #beginnings = 0
  /** Whether the first page is there since the list began anew. */
  #begun = true
  #over = false
  #cancelAgain: () => void = () => {}

  constructor(ports: RoomPagesPorts) {
    this.#ports = ports
  }

  /** The list begins anew: its first page is asked for at once, and what was loaded beyond it is loaded again after that. */
  begin(): void {
    this.#over = false
    this.#begun = false
    void this.#first(++this.#beginnings)
  }

  /** Loads one page more. Whoever asks meanwhile waits for the same one. Rejects with `SocDrawError`. */
  loadMore(): Promise<void> {
    this.#wanted ??= new Deferred()
    const { promise } = this.#wanted
    void this.#load()
    return promise
  }

  /** Nothing can be asked until the list begins anew. */
  stop(): void {
    this.#over = true
    this.#cancelAgain()
  }

  async #first(beginning: number): Promise<void> {
    const { list, clock, began } = this.#ports
    this.#cancelAgain()
    try {
      await this.#ask({ after: 0, look: true }, (page, told) => {
        this.#begun = true
        list.begin(page, told)
        began(page)
        void this.#load()
      })
    } catch (error) {
      this.#reject(error as SocDrawError)
      if (this.#over || beginning !== this.#beginnings) return
      this.#cancelAgain = clock.setTimer(AGAIN_AFTER, () => void this.#first(beginning))
    }
  }

  async #load(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    while (this.#begun && (this.#wanted || (this.#ports.list.behind && !this.#over))) {
      try {
        await this.#page()
      } catch (error) {
        this.#failed(error as SocDrawError)
      }
    }
    this.#loading = false
  }

  async #page(): Promise<void> {
    const { list, changed } = this.#ports
    const { next, behind } = list
    if (next !== null) {
      const isOfThisList = await this.#ask({ after: next }, (page, told) => {
        list.add(page, told)
        changed()
      })
      if (!isOfThisList) return
    }
    if (behind) return
    this.#wanted?.resolve()
    this.#wanted = undefined
  }

  /** Asks for a page. Returns false where another list has begun: it was a part of the one before. Rejects with `SocDrawError`. */
  async #ask(request: RoomsRequest, take: (page: RoomPage, told: Set<string>) => void): Promise<boolean> {
    const { list, questions } = this.#ports
    const beginning = this.#beginnings
    const told = list.ask()
    try {
      const page = await questions.ask('rooms', [request])
      if (beginning !== this.#beginnings) return false
      take(page, told)
      return true
    } finally {
      list.forget(told)
    }
  }

  #failed(error: SocDrawError): void {
    this.#reject(error)
    // What is shown must not grow old: it is tried for as long as that may help.
    if (!error.retryable) this.#ports.list.giveUp()
  }

  #reject(error: SocDrawError): void {
    this.#wanted?.reject(error)
    this.#wanted = undefined
  }
}
