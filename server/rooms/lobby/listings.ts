import type { AnyApplication } from '../../contract/application.ts'
import type { Clock } from '../../protocol/clock.ts'
import type { FindRequest, LookRequest, RoomsRequest } from '../../protocol/events.ts'
import { LISTED_ROOMS } from '../../protocol/limits.ts'
import type { FoundRooms, LookAnswer, RoomListing, RoomPage } from '../../protocol/listings.ts'
import { stretchOf } from '../../protocol/stretches.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { Access, Account, Connection, Report, RoomRecord, Wire } from '../ports.ts'
import type { Reading } from '../registry/amendments.ts'
import type { Amendment } from '../registry/room-host.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { Room } from '../room/room.ts'
import { AwayListings } from './away-listings.ts'
import { BanEndings, endedBetween } from './ban-endings.ts'
import type { ListingExchange } from './listing-exchange.ts'
import { type Change, ListingFeed } from './listing-feed.ts'
import { Lookers } from './lookers.ts'
import { RoomFinder } from './room-finder.ts'
import { tellAmended } from './tell-amended.ts'
import { tellFound } from './tell-found.ts'
import type { Visitor } from './visitor.ts'

export interface ListingsParts {
  readonly application: AnyApplication
  readonly registry: RoomRegistry
  readonly wire: Wire
  readonly access: Access
  readonly clock: Clock
  readonly report: Report
  /** What is told of lists between servers; absent where there is one. */
  readonly exchange?: ListingExchange | undefined
}

/**
 * What a lobby tells of its rooms: pages of the catalogue, and live every change of a room to those who look at its part
 * of the list and may enter it. Whoever keeps no list is told of their own rooms by the answer to `enter` only, and by
 * the rooms themselves.
 */
export class Listings {
  readonly #parts: ListingsParts
  readonly #feed: ListingFeed
  readonly #lookers: Lookers
  readonly #finder: RoomFinder
  readonly #endings: BanEndings
  readonly #away: AwayListings | undefined
  /** The ids of the rooms that each connection knows of and not everybody does. What is read for one that is gone goes with it. */
  readonly #secrets = new WeakMap<Connection, Set<string>>()

  constructor(parts: ListingsParts) {
    this.#parts = parts
    this.#lookers = new Lookers(parts.wire)
    this.#finder = new RoomFinder({ ...parts, application: parts.application.name })
    this.#endings = new BanEndings({ ...parts, ended: (roomId, first) => this.#bansEnded(roomId, first) })
    this.#feed = new ListingFeed(parts.clock, (stretch, changes) => this.#tell(stretch, changes))
    const { exchange } = parts
    this.#away =
      exchange &&
      new AwayListings({
        ...{ ...parts, exchange, application: parts.application.name },
        stretches: () => this.#lookers.stretches,
        tell: (change, onlyPreview) => this.#feed.publish(change, onlyPreview),
      })
  }

  /** Tells a connection who it is: it looks at nothing, and its list is to be asked for, or asked for anew. */
  welcome(connection: Connection): void {
    const { id, name } = connection.user
    this.#lookers.forget(connection)
    this.#parts.wire.send({ connection }, 'lobby', { user: { id, name } })
  }

  /** The connection is gone. */
  forget(connection: Connection): void {
    this.#lookers.forget(connection)
  }

  /** The user's next rooms after a position, at which the connection then looks if it says so. */
  async page(connection: Connection, { after, look = false }: RoomsRequest): Promise<RoomPage> {
    const isLast = look ? this.#lookers.ask(connection) : undefined
    const reading = this.#parts.registry.reading()
    try {
      const page = await this.#pageAfter(connection, after)
      // One step from here to the answer: what is told later is newer than what is in it.
      const next = nextOf(page)
      const rooms = this.#asOfNow(page, reading, { after, end: next })
      const seen = this.#show(connection, rooms)
      if (isLast?.()) this.#look(connection, rooms, next === null ? lastOf(rooms, after) : undefined)
      return { rooms: seen, next }
    } finally {
      reading.end()
    }
  }

  /** [P10] The rooms that a connection looks at from the answer on, as they are now; and what is new at the end, if that is asked. */
  async look(connection: Connection, request: LookRequest): Promise<LookAnswer> {
    if (request === null) {
      this.#lookers.forget(connection)
      return { rooms: [] }
    }
    const { rooms: positions, end } = request
    const isLast = this.#lookers.ask(connection)
    const { registry, application } = this.#parts
    const reading = registry.reading()
    try {
      const [there, added] = await Promise.all([
        registry.at({ application: application.name, positions }),
        end === undefined ? [] : this.#pageAfter(connection, end),
      ])
      const next = end === undefined ? undefined : nextOf(added)
      // One step from here to the answer, as above.
      const fresh = end === undefined ? [] : this.#asOfNow(added, reading, { after: end, end: next ?? null })
      const known = new Set(positions)
      const found = [
        ...this.#asOfNow(there, reading, { at: known }),
        ...fresh.filter(({ position }) => !known.has(position)),
      ]
      const rooms = this.#show(connection, found)
      if (isLast()) {
        const reached = next === null && end !== undefined ? lastOf(fresh, end) : undefined
        // Also at those that are not the user's now: they are told when one is.
        this.#look(connection, found, reached)
      }
      return { rooms, ...(next !== undefined && { next }) }
    } finally {
      reading.end()
    }
  }

  /** [P10] The next rooms that the connection looks for and its user may enter, as they are now; it looks at what it did before. */
  async find(connection: Connection, request: FindRequest): Promise<FoundRooms> {
    const reading = this.#parts.registry.reading()
    try {
      const found = await this.#finder.find(connection, request)
      // One step from here to the answer, as above.
      const now = found.map((room) => reading.now(room))
      const seen = this.#seen(connection, now)
      const told = tellFound(seen, request, (room) => this.#parts.registry.listingOf(room))
      const last = found.length < LISTED_ROOMS ? undefined : found.at(-1)
      return { ...told, next: last ? [last.rank, last.position] : null }
    } finally {
      reading.end()
    }
  }

  /** What a connection that enters a room is told of it. */
  introduce(connection: Connection, { id, record }: Room): RoomListing | undefined {
    this.#note(connection, record)
    return this.#parts.registry.listing(id)
  }

  /** [P10] Tells a connection that keeps a list of a room that its user may enter now, or that the one it knew of is gone. */
  reconsider(connection: Connection, found: CataloguedRoom): void {
    const { record } = found
    if (!this.sees(connection.user, record)) this.withdraw(connection, record.id)
    else if (!found.archived && this.#lookers.has(connection)) {
      this.#note(connection, record)
      // While they ask for it, and are not answered, what comes after this is to reach them too.
      this.#lookers.add(connection, found.position)
      this.#parts.registry.opened(record.id)?.look()
      this.#parts.wire.send({ connection }, 'listings', [this.#parts.registry.listingOf(found)])
    }
  }

  /** Tells a connection that a room is gone, if it knew of it: to everybody else that would tell that there was one. */
  withdraw(connection: Connection, roomId: string): void {
    if (this.#secrets.get(connection)?.delete(roomId)) this.#parts.wire.send({ connection }, 'gone', roomId)
  }

  /** [P10] Whether the user may enter the room, be it to watch. */
  sees(user: Account, record: RoomRecord): boolean {
    const { access, application } = this.#parts
    return access.may(user, 'enter', record) || (application.spectators && access.may(user, 'spectate', record))
  }

  /** [P10] Tells of a room that was made, or is another one than it was: see `tellAmended`. */
  amended(amendment: Amendment, visitors: Iterable<Visitor>): void {
    const { registry, access, wire } = this.#parts
    const { record, position } = amendment.found
    // What is still to be told of it may be told to others by now.
    this.#feed.drop(record.id)
    this.#endings.note(record)
    tellAmended(amendment, visitors, {
      access,
      listing: registry.listingOf(amendment.found),
      sees: (user, room) => this.sees(user, room),
      tell: (connections, listing) => wire.send({ connections }, 'listings', [listing]),
      gone: (connections) => wire.send({ connections }, 'gone', record.id),
      forget: (connection, before) => {
        const secret = this.#secrets.get(connection)?.delete(record.id) ?? false
        return secret || (access.forEveryone(before) && this.#lookers.has(connection))
      },
      keep: (connection) => {
        if (this.#lookers.has(connection)) this.#note(connection, record)
      },
      asks: (connection) => this.#lookers.asks(connection),
      reconsider: (connection) => this.reconsider(connection, amendment.found),
      publish: (listing) => {
        if (this.#isLookedAtHere(position)) this.#feed.publish({ listing, record }, false)
      },
    })
  }

  /** Whether anybody is told of the rooms around a position, here or by another server. */
  isLookedAt(position: number): boolean {
    return this.#isLookedAtHere(position) || (this.#away?.isLookedAt(position) ?? false)
  }

  #isLookedAtHere(position: number): boolean {
    return this.#lookers.groupsAt(stretchOf(position)).length > 0
  }

  /** A room is not as it was `before`, and the log holds what is said of it. */
  publish(listing: RoomListing, record: RoomRecord, before: RoomListing): void {
    this.#away?.changed(listing.position)
    // Whoever begins to look between this and the telling is answered with it.
    if (!this.#isLookedAtHere(listing.position)) return
    const onlyPreview = listing.status === before.status && listing.members === before.members
    this.#feed.publish({ listing, record }, onlyPreview)
  }

  stop(): void {
    this.#feed.stop()
    this.#away?.stop()
    this.#endings.stop()
  }

  /** Rooms that were read, as they are now, with those that have come to stand among them since. */
  #asOfNow(
    read: readonly CataloguedRoom[],
    reading: Reading,
    where: { readonly at: ReadonlySet<number> } | { readonly after: number; readonly end: number | null },
  ): CataloguedRoom[] {
    const rooms = new Map(read.map((room) => [room.position, reading.now(room)]))
    for (const room of reading.changed()) {
      const { position, record } = room
      const isThere =
        'at' in where
          ? where.at.has(position)
          : position > where.after && position <= (where.end ?? Number.POSITIVE_INFINITY)
      if (isThere && record.application === this.#parts.application.name) rooms.set(position, room)
    }
    const listed = [...rooms.values()].filter(({ archived }) => !archived)
    return listed.sort((one, other) => one.position - other.position)
  }

  /** From now on the connection looks at these rooms, and is told of what they show of themselves now. */
  #look(connection: Connection, rooms: readonly CataloguedRoom[], end: number | undefined): void {
    this.#lookers.look(connection, { positions: rooms.map(({ position }) => position), end })
    for (const { record } of rooms) this.#parts.registry.opened(record.id)?.look()
    this.#away?.looks()
  }

  #pageAfter({ user }: Connection, after: number): Promise<readonly CataloguedRoom[]> {
    const { application, registry, access } = this.#parts
    const whose = access.seesOthers(user) ? null : user.id
    return registry.page({ application: application.name, user: whose, after, limit: LISTED_ROOMS })
  }

  /** Those of the rooms that the connection's user sees, as they are in this moment, of which the connection then knows. */
  #show(connection: Connection, rooms: readonly CataloguedRoom[]): RoomListing[] {
    return this.#seen(connection, rooms).map((room) => this.#parts.registry.listingOf(room))
  }

  #seen(connection: Connection, rooms: readonly CataloguedRoom[]): readonly CataloguedRoom[] {
    const { user } = connection
    const seen = rooms.filter(({ record }) => this.sees(user, record))
    for (const { record } of seen) this.#note(connection, record)
    if (seen.length < rooms.length)
      for (const { record } of rooms) if (record.bans?.some((ban) => ban.user === user.id)) this.#endings.note(record)
    return seen
  }

  /** Tells those who look at a stretch what has changed in it: each in one message, encoded once for all who see the same. */
  #tell(stretch: number, changes: readonly Change[]): void {
    const { wire, access } = this.#parts
    if (changes.every(({ record }) => access.forEveryone(record))) {
      const groups = this.#lookers.groupsAt(stretch)
      const listings = changes.map(({ listing }) => listing)
      if (groups.length > 0) wire.send({ groups }, 'listings', listings)
      return
    }
    const alike = new Map<string, { readonly connections: Connection[]; readonly listings: readonly RoomListing[] }>()
    for (const connection of this.#lookers.at(stretch)) {
      const listings = this.#seenBy(connection, changes)
      const key = listings.map(({ id }) => id).join()
      const others = alike.get(key)
      if (others) others.connections.push(connection)
      else if (listings.length > 0) alike.set(key, { connections: [connection], listings })
    }
    for (const { connections, listings } of alike.values()) wire.send({ connections }, 'listings', listings)
  }

  /** [P10] A ban was over by its time alone, and nothing else happened. */
  async #bansEnded(roomId: string, first: number): Promise<void> {
    const { registry, clock } = this.#parts
    const reading = registry.reading()
    try {
      const read = await registry.find(roomId)
      // One step from here to the telling.
      const found = read && reading.now(read)
      if (!found) return
      const users = endedBetween(found.record, first, clock.now())
      for (const connection of this.#lookers.all) if (users.has(connection.user.id)) this.reconsider(connection, found)
      this.#endings.note(found.record)
    } finally {
      reading.end()
    }
  }

  #seenBy(connection: Connection, changes: readonly Change[]): RoomListing[] {
    const { access } = this.#parts
    const seen = changes.filter(({ record }) => access.forEveryone(record) || this.sees(connection.user, record))
    for (const { record } of seen) this.#note(connection, record)
    return seen.map(({ listing }) => listing)
  }

  #note(connection: Connection, record: RoomRecord): void {
    if (this.#parts.access.forEveryone(record)) return
    const known = this.#secrets.get(connection) ?? new Set()
    this.#secrets.set(connection, known.add(record.id))
  }
}

/** Where the list goes on after a page that begins at `after`. */
function nextOf(page: readonly CataloguedRoom[]): number | null {
  return page.length < LISTED_ROOMS ? null : lastOf(page, 0)
}

function lastOf(page: readonly CataloguedRoom[], after: number): number {
  return page.at(-1)?.position ?? after
}
