import type { Clock } from '../../protocol/clock.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import { stretchOf } from '../../protocol/stretches.ts'
import { Pacer } from '../pacer.ts'
import type { RoomRecord } from '../ports.ts'

/** The least time between two tellings of rooms that began, filled or emptied, in milliseconds: people come in crowds. */
const SOON = 200

/** The least time between two tellings of rooms of which only the preview is new, in milliseconds: it is for reading. */
const PREVIEWS = 1000

/** A room as it is by now, and who may know. */
export interface Change {
  readonly listing: RoomListing
  readonly record: RoomRecord
}

/**
 * Paces changes on their way to those who look: of a room's within an interval only the newest goes, and all of one
 * stretch go together.
 */
export class ListingFeed {
  readonly #soon: Beat
  readonly #previews: Beat

  /** @param send what takes the changes of one stretch of an interval */
  constructor(clock: Clock, send: (stretch: number, changes: readonly Change[]) => void) {
    this.#soon = new Beat(clock, SOON, send)
    this.#previews = new Beat(clock, PREVIEWS, send)
  }

  /** @param onlyPreview whether nothing else of the room is new */
  publish(change: Change, onlyPreview: boolean): void {
    const { id } = change.listing
    if (onlyPreview && !this.#soon.has(id)) {
      this.#previews.add(change)
      return
    }
    this.#previews.drop(id)
    this.#soon.add(change)
  }

  /** What was to be told of the room is not told. */
  drop(roomId: string): void {
    this.#soon.drop(roomId)
    this.#previews.drop(roomId)
  }

  stop(): void {
    this.#soon.stop()
    this.#previews.stop()
  }
}

/** What gathers changes, and lets them go by stretches at most once an interval. */
class Beat {
  readonly #send: (stretch: number, changes: readonly Change[]) => void
  readonly #pacer: Pacer
  #newest = new Map<string, Change>()

  constructor(clock: Clock, interval: number, send: (stretch: number, changes: readonly Change[]) => void) {
    this.#send = send
    this.#pacer = new Pacer(clock, interval, () => this.#flush())
  }

  has(roomId: string): boolean {
    return this.#newest.has(roomId)
  }

  add(change: Change): void {
    this.#newest.set(change.listing.id, change)
    this.#pacer.request()
  }

  drop(roomId: string): void {
    this.#newest.delete(roomId)
  }

  stop(): void {
    this.#pacer.stop()
  }

  #flush(): void {
    const stretches = new Map<number, Change[]>()
    for (const change of this.#newest.values()) {
      const stretch = stretchOf(change.listing.position)
      const changes = stretches.get(stretch)
      if (changes) changes.push(change)
      else stretches.set(stretch, [change])
    }
    this.#newest = new Map()
    for (const [stretch, changes] of stretches) this.#send(stretch, changes)
  }
}
