import type { Clock } from '../../protocol/clock.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import { positionsOf, stretchOf } from '../../protocol/stretches.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import { Pacer } from '../pacer.ts'
import type { Report } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { ListingExchange } from './listing-exchange.ts'
import type { Change } from './listing-feed.ts'

/** How often what others run is read anew where somebody looks, whatever was heard, in milliseconds. */
const READ_EVERY = 3000
/** The least time between two readings of what others said is new, and between two tellings of what is looked at here. */
const SOON = 200
/** How often it is told what is looked at here, and how long that counts elsewhere, in milliseconds. */
const TOLD_EVERY = 2000
const COUNTS_FOR = 7000
/** How many stretches are read at once: where more are looked at, they take turns. */
const READ_AT_ONCE = 16
/** Of so many stretches others are told that they are looked at here. */
const MOST_TOLD = 500
/** How many positions others are told of at once. */
const MOST_POSITIONS = 1000

export interface AwayListingsParts {
  /** The application's name. */
  readonly application: string
  readonly clock: Clock
  readonly registry: Pick<RoomRegistry, 'at' | 'reading' | 'listing' | 'listingOf' | 'lookAt' | 'outdateStandings'>
  readonly exchange: ListingExchange
  readonly report: Report
  /** The stretches of the list at which somebody looks here. */
  stretches(): ReadonlySet<number>
  /** A room that another server runs is not as it was. */
  tell(change: Change, onlyPreview: boolean): void
}

/**
 * How rooms stand that other servers run, for those who look at them here: as their logs have it, read when their server says
 * that it is new, and now and then, whatever was lost on the way. Tells others of the rooms that run here, where it is they
 * who have somebody that looks.
 */
export class AwayListings {
  readonly #parts: AwayListingsParts
  /** How those rooms were told of last that are looked at. */
  readonly #known = new Map<string, RoomListing>()
  /** Until when each stretch is looked at elsewhere. */
  readonly #lookedAt = new Map<number, number>()
  readonly #tellingLooks: Pacer
  readonly #tellingChanges: Pacer
  readonly #reading: Pacer
  #changed = new Set<number>()
  #toRead = new Set<number>()
  #told = ''
  /** Where the next stretches begin that are read now and then. */
  #next = 0
  #cancel: () => void = () => {}
  #stopped = false

  constructor(parts: AwayListingsParts) {
    this.#parts = parts
    const { clock, exchange, application } = parts
    this.#tellingLooks = new Pacer(clock, SOON, () => this.#tellLooks())
    this.#tellingChanges = new Pacer(clock, SOON, () => this.#tellChanges())
    this.#reading = new Pacer(clock, SOON, () => void this.#readWhatWasSaid())
    exchange.heard(application, {
      looks: (stretches) => this.#heardLooks(stretches),
      changed: (positions) => this.#heardChanged(positions),
    })
    this.#readLater()
  }

  /** Whether anybody looks at the position elsewhere. */
  isLookedAt(position: number): boolean {
    return (this.#lookedAt.get(stretchOf(position)) ?? 0) > this.#parts.clock.now()
  }

  /** A room that runs here is not as it was, and the log holds that. */
  changed(position: number): void {
    if (!this.isLookedAt(position) || this.#changed.size >= MOST_POSITIONS) return
    this.#changed.add(position)
    this.#tellingChanges.request()
  }

  /** Somebody here looks at something else. */
  looks(): void {
    this.#tellingLooks.request()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel()
    for (const pacer of [this.#tellingLooks, this.#tellingChanges, this.#reading]) pacer.stop()
  }

  #tellLooks(): void {
    if (this.#stopped) return
    const stretches = [...this.#parts.stretches()].slice(0, MOST_TOLD)
    const text = stretches.join()
    if (stretches.length > 0 || this.#told !== text) this.#parts.exchange.looks(this.#parts.application, stretches)
    this.#told = text
    if (stretches.length > 0) this.#tellingLooks.request(TOLD_EVERY)
  }

  #tellChanges(): void {
    const positions = [...this.#changed]
    this.#changed = new Set()
    this.#parts.exchange.changed(this.#parts.application, positions)
  }

  #heardLooks(stretches: readonly number[]): void {
    const now = this.#parts.clock.now()
    for (const [stretch, until] of this.#lookedAt) if (until <= now) this.#lookedAt.delete(stretch)
    const fresh = new Set(stretches.filter((stretch) => !this.#lookedAt.has(stretch)))
    for (const stretch of stretches) this.#lookedAt.set(stretch, now + COUNTS_FOR)
    if (fresh.size > 0) this.#parts.registry.lookAt((position) => fresh.has(stretchOf(position)))
  }

  #heardChanged(positions: readonly number[]): void {
    const stretches = this.#parts.stretches()
    for (const position of positions) {
      if (stretches.has(stretchOf(position)) && this.#toRead.size < MOST_POSITIONS) this.#toRead.add(position)
    }
    if (this.#toRead.size > 0) this.#reading.request()
  }

  async #readWhatWasSaid(): Promise<void> {
    const positions = [...this.#toRead]
    this.#toRead = new Set()
    await this.#read(positions)
  }

  #readLater(): void {
    if (this.#stopped) return
    this.#cancel = this.#parts.clock.setTimer(READ_EVERY, () => void this.#readAnew().finally(() => this.#readLater()))
  }

  async #readAnew(): Promise<void> {
    const { registry, stretches } = this.#parts
    registry.outdateStandings()
    const all = [...stretches()].sort((one, other) => one - other)
    for (const [id, { position }] of this.#known) if (!all.includes(stretchOf(position))) this.#known.delete(id)
    if (this.#next >= all.length) this.#next = 0
    const some = all.slice(this.#next, this.#next + READ_AT_ONCE)
    this.#next += READ_AT_ONCE
    await this.#read(some.flatMap(positionsOf))
  }

  /** What could not be read is read the next time. */
  async #read(positions: readonly number[]): Promise<void> {
    if (positions.length === 0) return
    const { registry, application, report } = this.#parts
    const reading = registry.reading()
    try {
      const rooms = await registry.at({ application, positions })
      // One step from here to the telling: a room may be another one by now, or nobody's.
      if (!this.#stopped) for (const found of rooms) this.#take(reading.now(found))
    } catch (error) {
      if (!this.#stopped) report(error, { lobby: application, doing: 'reading how rooms of other servers stand' })
    } finally {
      reading.end()
    }
  }

  #take(found: CataloguedRoom): void {
    const { registry, tell } = this.#parts
    const { id } = found.record
    // One that runs here tells of itself; one that was put away is in no list.
    if (registry.listing(id) || found.archived) {
      this.#known.delete(id)
      return
    }
    const [before, listing] = [this.#known.get(id), registry.listingOf(found)]
    this.#known.set(id, listing)
    const isSame = before?.status === listing.status && before.members === listing.members
    if (!isSame || before?.preview !== listing.preview) tell({ listing, record: found.record }, isSame)
  }
}
