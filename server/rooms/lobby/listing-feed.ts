import type { Clock } from '../../protocol/clock.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import { Pacer } from '../pacer.ts'
import type { RoomRecord } from '../ports.ts'

/** The least time between two tellings of a lobby's changes, in milliseconds: people come in crowds, the list is for reading. */
const INTERVAL = 100

/** Paces listings on their way to the lobby: of a room's within an interval, only the newest goes. */
export class ListingFeed {
  readonly #send: (listing: RoomListing, record: RoomRecord) => void
  readonly #pacer: Pacer
  #newest = new Map<string, { listing: RoomListing; record: RoomRecord }>()

  constructor(clock: Clock, send: (listing: RoomListing, record: RoomRecord) => void) {
    this.#send = send
    this.#pacer = new Pacer(clock, INTERVAL, () => this.#flush())
  }

  publish(listing: RoomListing, record: RoomRecord): void {
    this.#newest.set(listing.id, { listing, record })
    this.#pacer.request()
  }

  stop(): void {
    this.#pacer.stop()
  }

  #flush(): void {
    const newest = this.#newest
    this.#newest = new Map()
    for (const { listing, record } of newest.values()) this.#send(listing, record)
  }
}
