import type { Clock } from '../protocol/clock.ts'
import type { RoomListing } from '../protocol/listings.ts'
import { Pacer } from './pacer.ts'

/** The least time between two listings of one room, in milliseconds: people come in crowds, the list is for reading. */
const INTERVAL = 100

/** Paces each room's listings on their way to the lobby: of those within an interval, only the newest goes. */
export class ListingFeed {
  readonly #clock: Clock
  readonly #send: (listing: RoomListing) => void
  readonly #newest = new Map<string, RoomListing>()
  readonly #pacers = new Map<string, Pacer>()

  constructor(clock: Clock, send: (listing: RoomListing) => void) {
    this.#clock = clock
    this.#send = send
  }

  publish(listing: RoomListing): void {
    this.#newest.set(listing.id, listing)
    const pacer = this.#pacers.get(listing.id) ?? new Pacer(this.#clock, INTERVAL, () => this.#flush(listing.id))
    this.#pacers.set(listing.id, pacer)
    pacer.request()
  }

  stop(): void {
    for (const pacer of this.#pacers.values()) pacer.stop()
  }

  #flush(roomId: string): void {
    const listing = this.#newest.get(roomId)
    if (listing) this.#send(listing)
  }
}
