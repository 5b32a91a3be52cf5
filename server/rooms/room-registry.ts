import type { AnyApplication } from '../contract/application.ts'
import type { Clock } from '../protocol/clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import type { RoomListing } from '../protocol/listings.ts'
import { Committer } from './committer.ts'
import type { RoomLimits } from './limits.ts'
import type { Randomness, Report, RoomRecord, Wire } from './ports.ts'
import { Room } from './room.ts'
import type { RoomLog } from './room-log.ts'

export interface RegistryParts {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly log: RoomLog
  readonly limits: RoomLimits
  readonly report: Report
}

/** What a lobby gives its rooms, and is told by them. */
export interface RoomHost {
  readonly application: AnyApplication
  readonly wire: Wire
  listed(listing: RoomListing): void
}

interface Registered {
  readonly record: RoomRecord
  readonly host: RoomHost
  listing: RoomListing
  /** The open room, or its opening, which several callers share. */
  room: Promise<Room> | undefined
}

/**
 * All rooms of a server: opens each on demand, once, and lets it start its application when its minimum of members is
 * there. What it lists is what the log holds.
 */
export class RoomRegistry {
  readonly #parts: RegistryParts
  readonly #committer: Committer
  readonly #rooms = new Map<string, Registered>()
  readonly #open = new Map<string, Room>()
  #stopping = false

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.#committer = new Committer(parts.log, parts.report)
  }

  /** Makes a room known. @throws TypeError for an id that is taken, or that is no room id */
  add(record: RoomRecord, host: RoomHost): void {
    const { id, name } = record
    if (!/^[\w:.-]{1,100}$/.test(id)) throw new TypeError(`${JSON.stringify(id)} can’t be a room’s id`)
    if (this.#rooms.has(id)) throw new TypeError(`there is a room ${id} already`)
    const listing: RoomListing = { id, name, status: 'waiting', members: 0, ...host.application.players }
    this.#rooms.set(id, { record, host, listing, room: undefined })
  }

  /** Whether it has begun to stop: nothing new is to be taken on. */
  get stopping(): boolean {
    return this.#stopping
  }

  find(roomId: string): RoomRecord | undefined {
    return this.#rooms.get(roomId)?.record
  }

  /** The application's rooms with their listings, in the order in which they were made. */
  list(application: string): { record: RoomRecord; listing: RoomListing }[] {
    return [...this.#rooms.values()].filter(({ record }) => record.application === application)
  }

  /** The room, opened from the log if it is not open yet. @throws SocDrawError `ROOM_NOT_FOUND`, `STOPPING`, `NOT_STORED` */
  async open(roomId: string): Promise<Room> {
    const registered = this.#rooms.get(roomId)
    if (!registered) throw new SocDrawError('ROOM_NOT_FOUND')
    if (this.#stopping) throw new SocDrawError('STOPPING')
    registered.room ??= this.#load(registered)
    return registered.room
  }

  /** The room if it is open now. */
  opened(roomId: string): Room | undefined {
    return this.#open.get(roomId)
  }

  /** Lets the log answer for all that was taken on, then closes every room. */
  async stop(): Promise<void> {
    this.#stopping = true
    // Nothing is opened any more; what was being opened must not come to life after the others have ended.
    await Promise.allSettled([...this.#rooms.values()].map(({ room }) => room))
    await this.#committer.idle()
    for (const room of this.#open.values()) room.stop()
  }

  async #load(registered: Registered): Promise<Room> {
    const { record, host } = registered
    try {
      const room = await Room.open({
        ...this.#parts,
        ...host,
        record,
        committer: this.#committer,
        listed: (listing) => {
          if (sameListing(listing, registered.listing)) return
          registered.listing = listing
          host.listed(listing)
        },
      })
      this.#open.set(record.id, room)
      return room
    } catch (error) {
      registered.room = undefined
      this.#parts.report(error, { room: record.id, doing: 'opening it from the log' })
      throw new SocDrawError('NOT_STORED')
    }
  }
}

function sameListing(one: RoomListing, other: RoomListing): boolean {
  return one.status === other.status && one.members === other.members
}
