import type { LobbyListing, RoomListing, RoomPage } from '../../server/protocol/listings.ts'

/**
 * A lobby's list as far as it is loaded, in ascending order of position: up to the end of the last page that was asked
 * for, and beyond it the rooms that the user is in. A new first page replaces the list from above: what is not known anew
 * stays as it was until its page has come.
 */
export class RoomList {
  readonly #rooms = new Map<string, RoomListing>()
  /** Whether the user is in the room, or about to enter it. */
  readonly #isOpen: (roomId: string) => boolean
  #sorted: readonly RoomListing[] | undefined
  /** The position up to which it is known since the last first page; null: to its end. */
  #next: number | null = null
  /** The position up to which it was ever loaded. */
  #goal = 0
  /** What was told of since a page was asked for, which is newer than what the page says of it; undefined while none is. */
  #told: Set<string> | undefined

  constructor(isOpen: (roomId: string) => boolean) {
    this.#isOpen = isOpen
  }

  /** A new array whenever something changed. */
  get rooms(): readonly RoomListing[] {
    this.#sorted ??= [...this.#rooms.values()].sort((one, other) => one.position - other.position)
    return this.#sorted
  }

  /** The room as it is listed; undefined where it is not, or not loaded. */
  get(roomId: string): RoomListing | undefined {
    return this.#rooms.get(roomId)
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
  begin({ rooms, next }: LobbyListing): void {
    this.#told = undefined
    this.#take({ rooms, next }, -1)
  }

  /** A page is asked for. */
  ask(): void {
    this.#told = new Set()
  }

  /** The page that goes on at `next`. */
  add(page: RoomPage): void {
    if (this.#next === null) return
    this.#take(page, this.#next)
    this.#told = undefined
  }

  /** One room is new or changed. One that stands beyond what is loaded is none of the list's yet. */
  tell(listing: RoomListing): void {
    const loaded = this.#next === null || listing.position <= Math.max(this.#next, this.#goal)
    if (!loaded && !this.#rooms.has(listing.id) && !this.#isOpen(listing.id)) return
    this.#told?.add(listing.id)
    this.#rooms.set(listing.id, listing)
    this.#sorted = undefined
  }

  /** One room is not in the list any more. */
  remove(roomId: string): void {
    this.#told?.add(roomId)
    if (this.#rooms.delete(roomId)) this.#sorted = undefined
  }

  /** The rest of what was loaded once can't be had: it ends where it is known, and can be loaded again. */
  giveUp(): void {
    this.#goal = this.#next ?? Number.POSITIVE_INFINITY
  }

  /** A page says what there is after position `after`, up to its own end. */
  #take({ rooms, next }: RoomPage, after: number): void {
    const end = next ?? Number.POSITIVE_INFINITY
    this.#next = next
    this.#goal = Math.max(this.#goal, end)
    for (const { id, position } of this.#rooms.values()) {
      const known = position > after && position <= end
      const stays = known ? this.#told?.has(id) : position <= this.#goal || this.#isOpen(id)
      if (!stays) this.#rooms.delete(id)
    }
    for (const listing of rooms) if (!this.#told?.has(listing.id)) this.#rooms.set(listing.id, listing)
    this.#sorted = undefined
  }
}
