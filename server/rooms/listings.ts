import type { AnyApplication } from '../contract/application.ts'
import type { Clock } from '../protocol/clock.ts'
import { LISTED_ROOMS } from '../protocol/limits.ts'
import type { RoomListing, RoomPage } from '../protocol/listings.ts'
import { ListingFeed } from './listing-feed.ts'
import type { Access, Account, Connection, RoomRecord, Wire } from './ports.ts'
import type { RoomRegistry } from './room-registry.ts'

export interface ListingsParts {
  readonly application: AnyApplication
  readonly registry: RoomRegistry
  readonly wire: Wire
  readonly access: Access
  readonly clock: Clock
  /** Everybody who is connected to the lobby. */
  connections(): Iterable<Connection>
}

/** What a lobby tells of its rooms: pages of the catalogue, and live every change of a room, each to who may enter it. */
export class Listings {
  readonly #parts: ListingsParts
  readonly #feed: ListingFeed
  /** The position up to which each connection was told of all its rooms. */
  readonly #told = new WeakMap<Connection, number>()

  constructor(parts: ListingsParts) {
    this.#parts = parts
    this.#feed = new ListingFeed(parts.clock, (listing, record) => this.#tell(listing, record))
  }

  /** The user's next rooms after a position, for a connection that will then know of them. */
  async page(connection: Connection, after: number): Promise<RoomPage> {
    const { application, registry, access } = this.#parts
    const { user } = connection
    const whose = access.seesOthers(user) ? null : user.id
    const rooms = await registry.page({ application: application.name, user: whose, after, limit: LISTED_ROOMS })
    const last = rooms.at(-1)?.listing.position ?? after
    this.#told.set(connection, Math.max(last, this.#told.get(connection) ?? 0))
    return {
      rooms: rooms.filter(({ record }) => this.sees(user, record)).map(({ listing }) => listing),
      next: rooms.length < LISTED_ROOMS ? null : last,
    }
  }

  /** Tells a connection that enters a room of it, if the room is beyond what it was told of. */
  introduce(connection: Connection, roomId: string): void {
    const listing = this.#parts.registry.listing(roomId)
    if (!listing || listing.position <= (this.#told.get(connection) ?? 0)) return
    this.#parts.wire.send({ connection }, 'room', listing)
  }

  /** [P10] Whether the user may enter the room, be it to watch. */
  sees(user: Account, record: RoomRecord): boolean {
    const { access, application } = this.#parts
    return access.may(user, 'enter', record) || (application.spectators && access.may(user, 'spectate', record))
  }

  /** A room has changed, and the log holds what is said of it. */
  publish(listing: RoomListing, record: RoomRecord): void {
    this.#feed.publish(listing, record)
  }

  stop(): void {
    this.#feed.stop()
  }

  #tell(listing: RoomListing, record: RoomRecord): void {
    const { wire, access, connections } = this.#parts
    if (access.forEveryone(record)) {
      wire.send('everybody', 'room', listing)
      return
    }
    for (const connection of connections()) {
      if (this.sees(connection.user, record)) wire.send({ connection }, 'room', listing)
    }
  }
}
