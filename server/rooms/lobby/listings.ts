import type { AnyApplication } from '../../contract/application.ts'
import type { Clock } from '../../protocol/clock.ts'
import { LISTED_ROOMS } from '../../protocol/limits.ts'
import type { RoomListing, RoomPage } from '../../protocol/listings.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { Access, Account, Connection, RoomRecord, Wire } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { Room } from '../room/room.ts'
import { ListingFeed } from './listing-feed.ts'

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
  /** The ids of the rooms that each connection knows of and not everybody does. */
  readonly #secrets = new WeakMap<Connection, Set<string>>()

  constructor(parts: ListingsParts) {
    this.#parts = parts
    this.#feed = new ListingFeed(parts.clock, (listing, record) => this.#tell(listing, record))
  }

  /** Tells a connection who it is and which rooms there are: its list begins, or begins anew. */
  async welcome(connection: Connection): Promise<void> {
    const { id, name } = connection.user
    const page = await this.page(connection, 0)
    this.#parts.wire.send({ connection }, 'lobby', { user: { id, name }, ...page })
  }

  /** The user's next rooms after a position, for a connection that will then know of them. */
  async page(connection: Connection, after: number): Promise<RoomPage> {
    const { application, registry, access } = this.#parts
    const { user } = connection
    const whose = access.seesOthers(user) ? null : user.id
    const rooms = await registry.page({ application: application.name, user: whose, after, limit: LISTED_ROOMS })
    const last = rooms.at(-1)?.listing.position ?? after
    this.#told.set(connection, Math.max(last, this.#told.get(connection) ?? 0))
    const seen = rooms.filter(({ record }) => this.sees(user, record))
    for (const { record } of seen) this.#note(connection, record)
    return { rooms: seen.map(({ listing }) => listing), next: rooms.length < LISTED_ROOMS ? null : last }
  }

  /** Tells a connection that enters a room of it, if the room is beyond what it was told of, or in nobody's list. */
  introduce(connection: Connection, { id, record, archived }: Room): void {
    const listing = this.#parts.registry.listing(id)
    if (!listing || (!archived && listing.position <= (this.#told.get(connection) ?? 0))) return
    this.#tellOne(connection, listing, record)
  }

  /** [P10] Tells a connection of a room that its user may enter now, or that the one it knew of is gone. */
  reconsider(connection: Connection, found: CataloguedRoom): void {
    const { record } = found
    if (!this.sees(connection.user, record)) this.withdraw(connection, record.id)
    else if (!found.archived) this.#tellOne(connection, this.#parts.registry.listingOf(found), record)
  }

  /** Tells a connection that a room is gone, if it knew of it: to everybody else that would tell that there was one. */
  withdraw(connection: Connection, roomId: string): void {
    if (this.#secrets.get(connection)?.delete(roomId)) this.#parts.wire.send({ connection }, 'gone', roomId)
  }

  /** Takes an archived room out of the list of a connection that has left it. */
  dismiss(connection: Connection, { id, archived }: Room): void {
    if (archived) this.#parts.wire.send({ connection }, 'gone', id)
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
      if (this.sees(connection.user, record)) this.#tellOne(connection, listing, record)
    }
  }

  #tellOne(connection: Connection, listing: RoomListing, record: RoomRecord): void {
    this.#note(connection, record)
    this.#parts.wire.send({ connection }, 'room', listing)
  }

  #note(connection: Connection, record: RoomRecord): void {
    if (this.#parts.access.forEveryone(record)) return
    const known = this.#secrets.get(connection) ?? new Set()
    this.#secrets.set(connection, known.add(record.id))
  }
}
