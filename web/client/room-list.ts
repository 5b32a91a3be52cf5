import type { RoomListing, RoomPage } from '../../server/protocol/listings.ts'

/** What a room itself says of how it stands. */
export type Standing = Required<Pick<RoomListing, 'status' | 'members' | 'watchers'>>

export function isSameStanding(one: Standing, other: Standing): boolean {
  return one.status === other.status && one.members === other.members && one.watchers === other.watchers
}

/** What was told since something was asked: it is newer than the answer. */
type Told = Set<string>

/**
 * A lobby's list as far as it is known, in ascending order of position: up to the end of the last page that was asked
 * for, and beyond it the rooms that the user is in or that stay for another reason. A new first page replaces the list from above: what is not known anew
 * stays as it was until its page has come. How a room stands that the user is in, the room itself knows best.
 */
export class RoomList {
  readonly #rooms = new Map<string, RoomListing>()
  /** Rooms that were looked for, wherever they stand. */
  readonly #found = new Map<string, RoomListing>()
  readonly #standings = new Map<string, Standing>()
  readonly #asked = new Set<Told>()
  /** The positions of rooms that stay wherever they stand. */
  readonly #kept = new Set<number>()
  /** Whether the user is in the room, or about to enter it. */
  readonly #isOpen: (roomId: string) => boolean
  #sorted: readonly RoomListing[] | undefined
  /** The position up to which it is known since the last first page; null: to its end. */
  #next: number | null = null
  /** The position up to which it was ever loaded. */
  #goal = 0

  constructor(isOpen: (roomId: string) => boolean) {
    this.#isOpen = isOpen
  }

  /** A new array whenever something changed. */
  get rooms(): readonly RoomListing[] {
    this.#sorted ??= [...this.#rooms.values()].sort((one, other) => one.position - other.position)
    return this.#sorted
  }

  /** The room as it is listed; undefined where it is not, or neither loaded nor found. */
  get(roomId: string): RoomListing | undefined {
    return this.#rooms.get(roomId) ?? this.#found.get(roomId)
  }

  /** The position after which the next page begins; null when there is none. */
  get next(): number | null {
    return this.#next
  }

  /** Whether a part of what is shown is not known anew yet. */
  get behind(): boolean {
    return this.#next !== null && this.#next < this.#goal
  }

  /** Whether it goes on after what is loaded. */
  get more(): boolean {
    return this.#next !== null && this.#goal !== Number.POSITIVE_INFINITY
  }

  /** The list as a whole is another one, and begins so. */
  begin(page: RoomPage, told: Told): void {
    this.#take(page, -1, told)
  }

  /** Something is asked for: returns what is to be handed in with the answer, or to `forget`. */
  ask(): Told {
    const told: Told = new Set()
    this.#asked.add(told)
    return told
  }

  /** There is no answer. */
  forget(told: Told): void {
    this.#asked.delete(told)
  }

  /** The page that goes on at `next`. */
  add(page: RoomPage, told: Told): void {
    if (this.#next !== null) this.#take(page, this.#next, told)
  }

  /** The rooms at these positions as they are now, where they still are; and perhaps some that are new at the end. */
  refresh(positions: readonly number[], rooms: readonly RoomListing[], told: Told): void {
    const asked = new Set(positions)
    const there = new Set(rooms.map(({ id }) => id))
    for (const list of [this.#rooms, this.#found]) {
      for (const { id, position, archived } of list.values()) {
        // What is archived stands at no position any more: that it is not there tells nothing of it.
        if (archived || !asked.has(position) || there.has(id) || told.has(id) || this.#isOpen(id)) continue
        list.delete(id)
      }
    }
    this.#put(rooms, told)
  }

  /** Rooms that were looked for are these, or these too. */
  find(rooms: readonly RoomListing[], told: Told, anew: boolean): void {
    if (anew) this.#found.clear()
    for (const listing of rooms) {
      // What was told of it meanwhile is newer, also that it is gone: then it is in no list.
      const now = told.has(listing.id) ? this.get(listing.id) : listing
      if (now) this.#found.set(listing.id, now)
    }
    this.#put(rooms, told)
  }

  /** The rooms at these positions stay from now on, of which these were not known. */
  keep(positions: readonly number[], rooms: readonly RoomListing[], told: Told): void {
    for (const position of positions) this.#kept.add(position)
    this.#put(rooms, told)
  }

  /** All of its rooms are known. */
  complete(): void {
    this.#next = null
    this.#goal = Number.POSITIVE_INFINITY
  }

  /** It was loaded to its end, and goes on after this position by now. */
  goOn(next: number): void {
    if (this.#next !== null) return
    this.#next = next
    this.#goal = next
  }

  /** One room is new or changed. One that stands beyond what is loaded is none of the list's yet. */
  tell(listing: RoomListing): void {
    if (!this.#belongs(listing) && !this.#found.has(listing.id)) return
    this.#note(listing.id)
    this.#set(listing)
  }

  /** How a room stands that the user is in. */
  stands(roomId: string, standing: Standing): void {
    this.#standings.set(roomId, standing)
    const listing = this.get(roomId)
    if (listing) this.#set(listing)
  }

  /** The user is in the room no more, or it is not known how it stands: an archived room is nobody's who is not in it. */
  left(roomId: string): void {
    this.#standings.delete(roomId)
    if (!this.#rooms.get(roomId)?.archived) return
    // No news of the room: an answer that is on its way may say that it is out of the archive.
    this.#rooms.delete(roomId)
    this.#sorted = undefined
  }

  /** One room is not in the list any more. */
  remove(roomId: string): void {
    this.#note(roomId)
    this.#found.delete(roomId)
    if (this.#rooms.delete(roomId)) this.#sorted = undefined
  }

  /** The connection is lost: what rooms said of themselves grows old. */
  down(): void {
    this.#standings.clear()
  }

  /** The rest of what was loaded once can't be had: it ends where it is known, and can be loaded again. */
  giveUp(): void {
    this.#goal = this.#next ?? Number.POSITIVE_INFINITY
  }

  /** A page says what there is after position `after`, up to its own end. */
  #take({ rooms, next }: RoomPage, after: number, told: Told): void {
    const end = next ?? Number.POSITIVE_INFINITY
    this.#next = next
    this.#goal = Math.max(this.#goal, end)
    for (const { id, position, archived } of this.#rooms.values()) {
      const known = !archived && position > after && position <= end
      const stays = known ? told.has(id) : position <= this.#goal || this.#stays(id, position)
      if (!stays) this.#rooms.delete(id)
    }
    this.#put(rooms, told)
  }

  #put(rooms: readonly RoomListing[], told: Told): void {
    for (const listing of rooms) if (!told.has(listing.id)) this.#set(listing)
    this.forget(told)
    this.#sorted = undefined
  }

  /** Whether a room is one of the list's, and not only found: it is loaded, or stands where that is. */
  #belongs({ id, position }: RoomListing): boolean {
    if (this.#rooms.has(id) || this.#stays(id, position)) return true
    return this.#next === null || position <= Math.max(this.#next, this.#goal)
  }

  #stays(id: string, position: number): boolean {
    return this.#kept.has(position) || this.#isOpen(id)
  }

  #set(told: RoomListing): void {
    const { id } = told
    const listing = standingAs(told, this.#standings.get(id))
    if (this.#found.has(id)) this.#found.set(id, listing)
    // The archive is in no list: whoever has a room of it open has it there.
    if (!this.#belongs(listing) || (listing.archived && !this.#isOpen(id))) return
    this.#rooms.set(id, listing)
    this.#sorted = undefined
  }

  #note(roomId: string): void {
    for (const told of this.#asked) told.add(roomId)
  }
}

/** A listing with what the room says of itself, where it says anything else. */
function standingAs(told: RoomListing, standing: Standing | undefined): RoomListing {
  const { watchers = 0, ...listing } = told
  if (!standing || isSameStanding(standing, { ...listing, watchers })) return told
  const { status, members } = standing
  return { ...listing, status, members, ...(standing.watchers > 0 && { watchers: standing.watchers }) }
}
