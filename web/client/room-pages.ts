import type { SocDrawError } from '../../server/protocol/errors.ts'
import { Deferred } from './deferred.ts'
import type { Questions } from './questions.ts'
import type { RoomList } from './room-list.ts'

interface RoomPagesPorts {
  readonly list: RoomList
  readonly questions: Pick<Questions, 'ask'>
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
  #over = false

  constructor(ports: RoomPagesPorts) {
    this.#ports = ports
  }

  /** The list has begun anew: what was loaded beyond its first page is loaded again. */
  begun(): void {
    this.#over = false
    this.#beginnings += 1
    void this.#load()
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
  }

  async #load(): Promise<void> {
    if (this.#loading) return
    this.#loading = true
    while (this.#wanted || (this.#ports.list.behind && !this.#over)) {
      try {
        await this.#page()
      } catch (error) {
        // What is asked rejects with nothing else.
        this.#failed(error as SocDrawError)
      }
    }
    this.#loading = false
  }

  async #page(): Promise<void> {
    const { list, questions, changed } = this.#ports
    const beginning = this.#beginnings
    const { next, behind } = list
    if (next !== null) {
      list.ask()
      const page = await questions.ask('rooms', [{ after: next }])
      // Another list has begun: this was a part of the one before.
      if (beginning !== this.#beginnings) return
      list.add(page)
      changed()
    }
    if (behind) return
    this.#wanted?.resolve()
    this.#wanted = undefined
  }

  #failed(error: SocDrawError): void {
    this.#wanted?.reject(error)
    this.#wanted = undefined
    // What is shown must not grow old: it is tried for as long as that may help.
    if (!error.retryable) this.#ports.list.giveUp()
  }
}
