import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import { Committer } from '../log/committer.ts'
import type { Ownership } from '../log/leases.ts'
import type {
  CataloguedRoom,
  CatalogueQuery,
  FoundRoom,
  PositionsQuery,
  RoomCatalogue,
  RoomQuery,
} from '../log/room-catalogue.ts'
import { LeaseOverError, NewerRulesError, OwnedElsewhereError, type RoomLog } from '../log/room-log.ts'
import type { RoomSearch } from '../log/room-search.ts'
import { WatchedLog } from '../log/watched-log.ts'
import type { Account, CarryOut, NamesOf, Randomness, Report, RoomRecord } from '../ports.ts'
import { listingOf } from '../room/listing-of.ts'
import type { Room } from '../room/room.ts'
import { Amendments, type Reading } from './amendments.ts'
import { checkVersions } from './check-versions.ts'
import { type OpenRoom, openRoom } from './open-room.ts'
import { type RecentQuery, RecentRooms } from './recent-rooms.ts'
import type { Amendment, RoomHost } from './room-host.ts'
import { RoomOwnership } from './room-ownership.ts'
import { type SettledRooms, settleHostRooms } from './settle-host-rooms.ts'
import { SharedPages } from './shared-pages.ts'
import { Waker } from './waker.ts'

/** How long a room that nobody is in stays in memory, in milliseconds. */
const IDLE_FOR = 60_000
/** How often it is looked for rooms that nobody is in, in milliseconds. */
const TIDIED_EVERY = 10_000
export interface RegistryParts {
  readonly clock: Clock
  readonly randomness: Randomness
  readonly log: RoomLog
  readonly catalogue: RoomCatalogue
  readonly report: Report
  /** What users are called by now, where anybody knows: what was done long ago is shown as theirs who are called so today. */
  readonly namesOf?: NamesOf | undefined
  /** What lets it run rooms beside other nodes; absent where it is alone. */
  readonly ownership?: Ownership | undefined
  /** Carries out what handlers ask of the host; absent: nothing is, and it waits. */
  readonly carryOut?: CarryOut | undefined
}

/**
 * The rooms of a server: opens each on demand, once, and lets it start its application when its minimum of members is
 * there. Rooms that nobody is in leave memory; the catalogue knows of them all.
 */
export class RoomRegistry {
  readonly #parts: RegistryParts
  readonly #log: WatchedLog
  readonly #committer: Committer
  readonly #ownership: RoomOwnership
  readonly #pages: SharedPages
  readonly #recent: RecentRooms
  readonly #amendments = new Amendments()
  readonly #waker: Waker
  readonly #hosts = new Map<string, RoomHost>()
  readonly #opening = new Map<string, Promise<Room>>()
  readonly #open = new Map<string, OpenRoom>()
  #cancelTidying: (() => void) | undefined
  #draining = false
  #stopping = false

  constructor(parts: RegistryParts) {
    this.#parts = parts
    this.#log = new WatchedLog(parts.log)
    this.#committer = new Committer({ ...parts, log: this.#log })
    this.#ownership = new RoomOwnership({ ...parts, log: this.#log })
    this.#pages = new SharedPages(parts.catalogue)
    this.#recent = new RecentRooms(parts)
    this.#waker = new Waker({
      ...parts,
      ownership: this.#ownership,
      effects: parts.carryOut !== undefined,
      canOpen: (found) => this.runs(found),
      open: (found) => this.open(found),
    })
  }

  /** Makes an application's lobby known. */
  host(host: RoomHost): void {
    this.#hosts.set(host.application.name, host)
  }

  /**
   * Takes up the rooms that are there, and makes those of the host what its code says: see `settleHostRooms`.
   * @throws TypeError for a room that can't be, and for rules that can't run the rooms that are there
   */
  async settle(rooms: readonly RoomRecord[]): Promise<SettledRooms> {
    const { catalogue } = this.#parts
    const applications = [...this.#hosts.values()].map(({ application }) => application)
    await checkVersions(applications, catalogue)
    const settled = await settleHostRooms(rooms, catalogue, (name) => this.#hosts.get(name)?.application)
    this.#forgetPages()
    return settled
  }

  /** Whether it has begun to stop: nothing new is to be taken on. */
  get stopping(): boolean {
    return this.#stopping
  }

  /** Whether it takes on no more rooms than it has. */
  get draining(): boolean {
    return this.#draining || this.#stopping
  }

  /** [P15] From now on rooms that are not open stay so: other nodes are to open them. */
  drain(): void {
    this.#draining = true
    this.#waker.stop()
  }

  /** Why nothing can be stored at the moment; undefined when all is well. */
  get trouble(): string | undefined {
    return this.#log.trouble
  }

  /** Whoever has asked the store knows that it can be written to: what failed before does not count any more. */
  storesAgain(): void {
    this.#log.works()
  }

  /** How many rooms are in memory. */
  get size(): number {
    return this.#open.size
  }

  async find(roomId: string): Promise<CataloguedRoom | undefined> {
    const open = this.#open.get(roomId)
    if (!open) return this.#parts.catalogue.find(roomId)
    return { ...open.found, standing: open.told.listing }
  }

  /**
   * [P10] The room, for whom it is there. Whoever may not see one that is open waits for the catalogue all the same, and is
   * failed by it: neither the time nor a trouble tells that there is such a room.
   */
  async findFor(roomId: string, isFor: (found: CataloguedRoom) => boolean): Promise<CataloguedRoom | undefined> {
    const isOpen = this.#open.has(roomId)
    const found = await this.find(roomId)
    if (found && isFor(found)) return found
    if (isOpen) await this.#parts.catalogue.find(roomId)
    return undefined
  }

  /** The next rooms of all that there are, each as it is now, in the order in which they were made. */
  async list(query: RoomQuery): Promise<CataloguedRoom[]> {
    const rooms = await this.#parts.catalogue.list(query)
    return rooms.map((room) => ({ ...room, standing: this.#open.get(room.record.id)?.told.listing ?? room.standing }))
  }

  /** The next rooms of an application that are everyone's or the user's, in the order of the list: `listingOf` says how they are now. */
  page(query: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    return this.#pages.page(query)
  }

  /** The next of the rooms that are looked for, as their logs have them: `listingOf` says how they are now. */
  search(query: RoomSearch): Promise<readonly FoundRoom[]> {
    return this.#parts.catalogue.search(query)
  }

  /** The next rooms of an application in the order in which something happened in them, some seconds ago at most: else as with `search`. */
  recent(query: RecentQuery): Promise<readonly FoundRoom[]> {
    return this.#recent.page(query)
  }

  /** The rooms of an application that stand at these positions, whoever's: `listingOf` says how they are now. */
  at(query: PositionsQuery): Promise<readonly CataloguedRoom[]> {
    return this.#parts.catalogue.at(query)
  }

  /**
   * The room, opened from the log if it is not open yet.
   * @throws SocDrawError `STOPPING`, `ROOM_UNAVAILABLE`, `ROOM_TOO_NEW`; and OwnedElsewhereError, where another node runs it
   */
  async open(found: CataloguedRoom): Promise<Room> {
    if (this.#stopping) throw new SocDrawError('STOPPING')
    this.#ownership.must()
    const { id } = found.record
    const open = this.#open.get(id)
    if (open) {
      open.idleSince = this.#parts.clock.now()
      return open.room
    }
    if (this.#draining && !this.#opening.has(id)) throw new SocDrawError('STOPPING')
    const opening = this.#opening.get(id) ?? this.#load(found)
    this.#opening.set(id, opening)
    return opening
  }

  /** The room if it is open now. */
  opened(roomId: string): Room | undefined {
    return this.#ownership.isHeld ? this.#open.get(roomId)?.room : undefined
  }

  /** What the lobby was told last of a room that is open now. */
  listing(roomId: string): RoomListing | undefined {
    return this.#open.get(roomId)?.told.listing
  }

  /** What a lobby is to be told of a room: where it is open, what was told last, which may be newer than what was read. */
  listingOf(found: CataloguedRoom): RoomListing {
    return this.listing(found.record.id) ?? this.#listingOf(found)
  }

  /** Something is about to be read of the catalogue that is used later, when it may have changed. */
  reading(): Reading {
    return this.#amendments.begin()
  }

  /**
   * Puts in force what has become of a room: in this very step, in the open room and in what is read of it, and for whom
   * may not be there any more. Resolves when all who are concerned are told.
   */
  amend(amendment: Amendment): Promise<void> {
    this.#forgetPages()
    const found = this.#amendments.note(amendment.found)
    const { record } = found
    const open = this.#open.get(record.id)
    if (open) this.#amendOpen(open, found)
    return this.#hosts.get(record.application)?.amended({ ...amendment, found }) ?? Promise.resolve()
  }

  /** Whether a room's change to this revision was put in force here, or a later one. */
  isInForce(roomId: string, revision: number): boolean {
    return this.#amendments.has(roomId, revision)
  }

  /** The ids of the rooms that are open now. */
  get openIds(): readonly string[] {
    return [...this.#open.keys()]
  }

  /** Somebody elsewhere looks at the rooms at these positions, and is told of what they show of themselves now. */
  lookAt(isThere: (position: number) => boolean): void {
    for (const { room, found } of this.#open.values()) if (isThere(found.position)) room.look()
  }

  /** How rooms stand that other servers run may be otherwise than what was read and is kept. */
  outdateStandings(): void {
    this.#outdatePages()
  }

  /** Rooms may be otherwise than what was read of them and is kept. */
  outdate(): void {
    this.#forgetPages()
  }

  /** Who asks to be let into a room has changed: tells those who are connected and may know. */
  knocked({ record }: CataloguedRoom, mayKnow: (user: Account) => boolean): void {
    this.#hosts.get(record.application)?.knocked(record.id, mayKnow)
  }

  /** Frees the seats that open rooms keep for a user who is away and won't come back. */
  dismiss(userId: string): void {
    for (const { room } of this.#open.values()) room.dismiss(userId)
  }

  /** Whether this server has the application whose room it is. */
  runs({ record }: CataloguedRoom): boolean {
    return this.#hosts.has(record.application)
  }

  /** Closes a room in which nobody can be any more, and forgets that it was there. */
  forget(roomId: string): void {
    this.#open.get(roomId)?.room.stop()
    this.#open.delete(roomId)
    this.#amendments.forget(roomId)
    this.#forgetPages()
  }

  /** From now on rooms that have something to do are opened by themselves: see `Waker`. */
  sweep(): void {
    this.#waker.begin()
  }

  /**
   * [P14] The node's lease is over, and others may run its rooms: lets go of them all in this very step. Whoever is in one
   * is told to enter it anew.
   */
  disown(): void {
    for (const id of [...this.#open.keys()]) this.#giveUp(id)
    this.#outdatePages()
  }

  /** Lets the log answer for all that was taken on, then closes every room, so that other nodes may open it at once. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#waker.stop()
    // Nothing is opened any more; what was being opened must not come to life after the others have ended.
    await Promise.allSettled(this.#opening.values())
    this.#cancelTidying?.()
    // An alarm that sets itself would keep the log busy for ever.
    for (const { room } of this.#open.values()) room.rest()
    await this.#committer.idle()
    if (this.#ownership.isShared) await this.#handOver()
    else for (const { room } of this.#open.values()) room.stop()
  }

  async #load(found: CataloguedRoom): Promise<Room> {
    const { id } = found.record
    try {
      return await this.#openFromLog(found)
    } catch (error) {
      if (error instanceof SocDrawError || error instanceof OwnedElsewhereError) throw error
      if (!(error instanceof LeaseOverError)) this.#parts.report(error, { room: id, doing: 'opening it from the log' })
      throw new SocDrawError(error instanceof NewerRulesError ? 'ROOM_TOO_NEW' : 'ROOM_UNAVAILABLE')
    } finally {
      this.#opening.delete(id)
    }
  }

  async #openFromLog({ record: { id } }: CataloguedRoom): Promise<Room> {
    const reading = this.#amendments.begin()
    try {
      // Whoever asks has read of it before, when it may have been another one.
      const found = await this.#parts.catalogue.find(id)
      if (!found) throw new SocDrawError('ROOM_NOT_FOUND')
      const lease = this.#ownership.must()
      const open = await this.#openAs(reading.now(found))
      if (!this.#ownership.isBy(lease)) {
        open.room.stop()
        throw new SocDrawError('ROOM_UNAVAILABLE')
      }
      this.#open.set(id, open)
      const now = reading.now(open.found)
      if (now !== open.found) this.#amendOpen(open, now)
      this.#tidyLater()
      return open.room
    } finally {
      reading.end()
    }
  }

  async #openAs(found: CataloguedRoom): Promise<OpenRoom> {
    const { id, application } = found.record
    const host = this.#hosts.get(application)
    if (!host) throw new Error(`there is no application ${application}`)
    const shared = { ...this.#parts, log: this.#log, committer: this.#committer }
    const owned = { mustOwn: () => this.#ownership.must(), disowned: () => this.#giveUp(id) }
    return openRoom(found, { ...shared, host, owned })
  }

  async #handOver(): Promise<void> {
    await this.#ownership.release([...this.#open.values()].map(({ room }) => room))
    this.disown()
  }

  #giveUp(roomId: string): void {
    const open = this.#open.get(roomId)
    this.#open.delete(roomId)
    open?.room.giveUp()
  }

  #amendOpen(open: OpenRoom, found: CataloguedRoom): void {
    const standing = open.told.listing
    open.found = { ...found, standing }
    // Its record is stored, and how it stands was told before.
    open.told.listing = this.#listingOf(open.found)
    open.room.amend(found.record, found.archived)
  }

  #listingOf(found: CataloguedRoom): RoomListing {
    const application = this.#hosts.get(found.record.application)?.application
    if (!application) throw new Error(`there is no application ${found.record.application}`)
    return listingOf(application, found)
  }

  #tidyLater(): void {
    this.#cancelTidying ??= this.#parts.clock.setTimer(TIDIED_EVERY, () => this.#tidy())
  }

  #forgetPages(): void {
    this.#pages.forget()
    this.#recent.forget()
  }

  #outdatePages(): void {
    this.#pages.outdate()
    this.#recent.forget()
  }

  /** Lets go of the rooms that nobody has been in for a while. */
  #tidy(): void {
    this.#cancelTidying = undefined
    const now = this.#parts.clock.now()
    const released: Room[] = []
    for (const [id, open] of this.#open) {
      // A clock that stepped backwards begins the time anew.
      if (!open.room.isIdle(IDLE_FOR) || now < open.idleSince) open.idleSince = now
      else if (now - open.idleSince >= IDLE_FOR) {
        this.#open.delete(id)
        open.room.stop()
        released.push(open.room)
      }
    }
    if (released.length > 0) this.#outdatePages()
    void this.#ownership.release(released)
    if (this.#open.size > 0) this.#tidyLater()
  }
}
