import type { AnyApplication } from '../contract/application.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { RoomListing } from '../protocol/listings.ts'
import { Committer } from './committer.ts'
import type { RoomLimits } from './limits.ts'
import type { Randomness, Report, RoomRecord, Wire } from './ports.ts'
import { Room } from './room.ts'
import type { CataloguedRoom, CatalogueQuery, RoomCatalogue } from './room-catalogue.ts'
import { NewerRulesError, type RoomLog } from './room-log.ts'
import { WatchedLog } from './watched-log.ts'

/** How long a room that nobody is in stays in memory, in milliseconds. */
const IDLE_FOR = 60_000
/** How often it is looked for rooms that nobody is in, in milliseconds. */
const TIDIED_EVERY = 10_000
/** After a start: how many rooms with seats taken are opened at once, and how long until the next ones, in milliseconds. */
const SWEPT_AT_ONCE = 100
const SWEPT_EVERY = 1000

export interface RegistryParts {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly log: RoomLog
  readonly catalogue: RoomCatalogue
  readonly limits: RoomLimits
  readonly report: Report
}

/** What a lobby gives its rooms, and is told by them. */
export interface RoomHost {
  readonly application: AnyApplication
  readonly wire: Wire
  listed(listing: RoomListing, record: RoomRecord): void
}

interface OpenRoom {
  readonly room: Room
  readonly told: Told
  /** Since when nobody has asked for it, nor been in it. */
  idleSince: number
}

/** What the lobby was told of a room last. */
interface Told {
  listing: RoomListing
}

/** A room of a lobby's list. */
interface Listed {
  readonly record: RoomRecord
  readonly listing: RoomListing
}

/**
 * The rooms of a server: opens each on demand, once, and lets it start its application when its minimum of members is
 * there. Rooms that nobody is in leave memory; the catalogue knows of them all.
 */
export class RoomRegistry {
  readonly #parts: RegistryParts
  readonly #log: WatchedLog
  readonly #committer: Committer
  readonly #hosts = new Map<string, RoomHost>()
  readonly #opening = new Map<string, Promise<Room>>()
  readonly #open = new Map<string, OpenRoom>()
  #cancelTidying: (() => void) | undefined
  #cancelSweep: (() => void) | undefined
  #stopping = false

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.#log = new WatchedLog(parts.log)
    this.#committer = new Committer(this.#log, parts.report)
  }

  /** Makes an application's lobby known. */
  host(host: RoomHost): void {
    this.#hosts.set(host.application.name, host)
  }

  /**
   * Makes the rooms that are missing.
   * @throws TypeError for an id that is no room id or another application's room, and for an application that isn't there
   */
  async ensure(rooms: readonly RoomRecord[]): Promise<void> {
    for (const { id, application } of rooms) {
      if (!/^[\w:.-]{1,100}$/.test(id)) throw new TypeError(`${JSON.stringify(id)} can’t be a room’s id`)
      if (!this.#hosts.has(application)) {
        throw new TypeError(`room ${id}: there is no application ${JSON.stringify(application)}`)
      }
    }
    await this.#parts.catalogue.ensure(rooms)
    for (const { id, application } of rooms) {
      const { record } = (await this.#parts.catalogue.find(id)) ?? {}
      if (record?.application !== application)
        throw new TypeError(`there is a room ${id} already, of ${record?.application}`)
    }
  }

  /** Whether it has begun to stop: nothing new is to be taken on. */
  get stopping(): boolean {
    return this.#stopping
  }

  /** Why nothing can be stored at the moment; undefined when all is well. */
  get trouble(): string | undefined {
    return this.#log.trouble
  }

  /** How many rooms are in memory. */
  get size(): number {
    return this.#open.size
  }

  async find(roomId: string): Promise<CataloguedRoom | undefined> {
    const open = this.#open.get(roomId)
    if (!open) return this.#parts.catalogue.find(roomId)
    const { record, position } = open.room
    return { record, position, standing: open.told.listing }
  }

  /** The next rooms of an application that are everyone's or the user's, as they are now, in the order of the list. */
  async page(query: CatalogueQuery): Promise<Listed[]> {
    const rooms = await this.#parts.catalogue.page(query)
    return rooms.map((room) => ({
      record: room.record,
      // What was read may be older than what has been told of an open room meanwhile.
      listing: this.listing(room.record.id) ?? this.#listingOf(room),
    }))
  }

  /** The room, opened from the log if it is not open yet. @throws SocDrawError `STOPPING`, `ROOM_UNAVAILABLE`, `ROOM_TOO_NEW` */
  async open(found: CataloguedRoom): Promise<Room> {
    if (this.#stopping) throw new SocDrawError('STOPPING')
    const { id } = found.record
    const open = this.#open.get(id)
    if (open) {
      open.idleSince = this.#parts.clock.now()
      return open.room
    }
    const opening = this.#opening.get(id) ?? this.#load(found)
    this.#opening.set(id, opening)
    return opening
  }

  /** The room if it is open now. */
  opened(roomId: string): Room | undefined {
    return this.#open.get(roomId)?.room
  }

  /** What the lobby was told last of a room that is open now. */
  listing(roomId: string): RoomListing | undefined {
    return this.#open.get(roomId)?.told.listing
  }

  /**
   * Opens the rooms in which seats were taken when the server ended, some at a time: whoever does not come back within
   * their grace is to lose their seat, also where nobody else comes.
   */
  sweep(): void {
    void this.#sweep(0)
  }

  /** Lets the log answer for all that was taken on, then closes every room. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#cancelSweep?.()
    // Nothing is opened any more; what was being opened must not come to life after the others have ended.
    await Promise.allSettled(this.#opening.values())
    this.#cancelTidying?.()
    await this.#committer.idle()
    for (const { room } of this.#open.values()) room.stop()
  }

  async #load(found: CataloguedRoom): Promise<Room> {
    const { id } = found.record
    try {
      return await this.#openFromLog(found)
    } catch (error) {
      this.#parts.report(error, { room: id, doing: 'opening it from the log' })
      throw new SocDrawError(error instanceof NewerRulesError ? 'ROOM_TOO_NEW' : 'ROOM_UNAVAILABLE')
    } finally {
      this.#opening.delete(id)
    }
  }

  async #openFromLog(found: CataloguedRoom): Promise<Room> {
    const { record, position } = found
    const host = this.#hosts.get(record.application)
    if (!host) throw new Error(`there is no application ${record.application}`)
    const told: Told = { listing: this.#listingOf(found) }
    const listed = (listing: RoomListing): void => {
      if (listing.status === told.listing.status && listing.members === told.listing.members) return
      told.listing = listing
      host.listed(listing, record)
    }
    const { application, wire } = host
    const shared = { ...this.#parts, log: this.#log, committer: this.#committer }
    const room = await Room.open({ ...shared, application, wire, record, position, listed })
    this.#open.set(record.id, { room, told, idleSince: this.#parts.clock.now() })
    this.#tidyLater()
    return room
  }

  #listingOf({
    record: { id, name, application },
    position,
    standing: { status, members },
  }: CataloguedRoom): RoomListing {
    const { min, max } = this.#hosts.get(application)?.application.players ?? { min: 1, max: 1 }
    return { id, name, position, status, members, min, max }
  }

  #tidyLater(): void {
    this.#cancelTidying ??= this.#parts.clock.setTimer(TIDIED_EVERY, () => this.#tidy())
  }

  /** Lets go of the rooms that nobody has been in for a while. */
  #tidy(): void {
    this.#cancelTidying = undefined
    const now = this.#parts.clock.now()
    for (const [id, open] of this.#open) {
      // A clock that stepped backwards begins the time anew.
      if (!open.room.idle || now < open.idleSince) open.idleSince = now
      else if (now - open.idleSince >= IDLE_FOR) {
        this.#open.delete(id)
        open.room.stop()
      }
    }
    if (this.#open.size > 0) this.#tidyLater()
  }

  async #sweep(after: number): Promise<void> {
    this.#cancelSweep = undefined
    const { catalogue, clock, report } = this.#parts
    let next: number | undefined = after
    try {
      const seated = await catalogue.seated(after, SWEPT_AT_ONCE)
      next = seated.length < SWEPT_AT_ONCE ? undefined : seated.at(-1)?.position
      // What can't be opened is reported there, and is no reason to leave out the others.
      const known = seated.filter(({ record }) => this.#hosts.has(record.application))
      await Promise.allSettled(known.map((found) => this.open(found)))
    } catch (error) {
      report(error, { doing: 'looking for rooms whose seats were taken' })
    }
    if (this.#stopping || next === undefined) return
    const from = next
    this.#cancelSweep = clock.setTimer(SWEPT_EVERY, () => void this.#sweep(from))
  }
}
