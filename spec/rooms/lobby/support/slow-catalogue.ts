import type { RoomCatalogue } from '../../../../server/rooms/log/room-catalogue.ts'

/** A catalogue whose answers, read already, can be held back and let go in any order. */
export class SlowCatalogue {
  #held: (() => void)[] = []
  #holding = false

  /** Slows these queries of a catalogue down. */
  constructor(catalogue: RoomCatalogue) {
    catalogue.page = this.#slowly(catalogue.page.bind(catalogue))
    catalogue.at = this.#slowly(catalogue.at.bind(catalogue))
    catalogue.find = this.#slowly(catalogue.find.bind(catalogue))
  }

  hold(): void {
    this.#holding = true
  }

  /** Lets one answer go, of those that are held. */
  letGo(which: number): void {
    const [pass] = this.#held.splice(which % Math.max(1, this.#held.length), 1)
    pass?.()
  }

  /** Holds nothing back any more. */
  release(): void {
    this.#holding = false
    for (const pass of this.#held.splice(0)) pass()
  }

  #slowly<Query, Found>(read: (query: Query) => Promise<Found>): (query: Query) => Promise<Found> {
    return async (query) => {
      const found = await read(query)
      if (this.#holding) await new Promise<void>((pass) => this.#held.push(pass))
      return found
    }
  }
}
