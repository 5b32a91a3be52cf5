import type { RoomCatalogue } from '../../../../server/rooms/log/room-catalogue.ts'

/** A catalogue whose answers, read already, can be held back and let go in any order. */
export class SlowCatalogue {
  #held: (() => void)[] = []
  #holding: 'nothing' | 'lists' | 'all' = 'nothing'

  /** Slows these queries of a catalogue down. */
  constructor(catalogue: RoomCatalogue) {
    catalogue.page = this.#slowly(catalogue.page.bind(catalogue), ['lists', 'all'])
    catalogue.at = this.#slowly(catalogue.at.bind(catalogue), ['lists', 'all'])
    catalogue.find = this.#slowly(catalogue.find.bind(catalogue), ['all'])
  }

  /** Holds the parts of lists that are read from now on, and single rooms too, or lets those pass. */
  hold(what: 'lists' | 'all'): void {
    this.#holding = what
  }

  /** Lets one answer go, of those that are held. */
  letGo(which: number): void {
    const [pass] = this.#held.splice(which % Math.max(1, this.#held.length), 1)
    pass?.()
  }

  /** Holds nothing back any more. */
  release(): void {
    this.#holding = 'nothing'
    for (const pass of this.#held.splice(0)) pass()
  }

  #slowly<Query, Found>(
    read: (query: Query) => Promise<Found>,
    heldWith: readonly string[],
  ): (query: Query) => Promise<Found> {
    return async (query) => {
      const found = await read(query)
      if (heldWith.includes(this.#holding)) await new Promise<void>((pass) => this.#held.push(pass))
      return found
    }
  }
}
