import type { Clock } from '../../protocol/clock.ts'
import { suits } from '../../protocol/room-filter.ts'
import type { CataloguedRoom, FoundRoom } from '../log/room-catalogue.ts'
import type { RoomPlace } from '../log/room-search.ts'
import type { Account } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { RoomKeeper } from './room-keeper.ts'
import { RoomTurns } from './room-turns.ts'

/** How long a seat is kept for whoever was sent to it, in milliseconds: entering takes less. */
const KEPT_FOR = 10_000
/** How many rooms are looked at, at once and in all. */
const AT_ONCE = 100
const MOST_PAGES = 5
/** The longest name of somebody in that of their room, in characters. */
const MOST_OF_NAME = 80

interface Parts {
  readonly registry: Pick<RoomRegistry, 'search' | 'reading' | 'listingOf' | 'opened'>
  readonly keeper: Pick<RoomKeeper, 'mayOf' | 'make'>
  readonly clock: Clock
  /** See `Access.seesOthers`. */
  seesOthers(by: Account): boolean
}

/** Until when the seats of a room are kept for users who were sent there, by their ids. */
type Kept = Map<string, number>

/**
 * Sends people to the fullest room that waits for players, or makes one. They are sent one after the other, and each has a
 * seat kept for a moment: of two at once only as many are sent to a room as it has seats for, and the second comes to the
 * room that was made for the first. A seat that is kept is nobody's: whoever enters by themselves may take it.
 */
export class PlayNow {
  readonly #parts: Parts
  readonly #kept = new Map<string, Kept>()
  readonly #turns = new RoomTurns()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * The room to enter.
   * @throws SocDrawError what making a room is refused with, where none waits; `ROOM_BUSY` for too many at once
   */
  play(by: Account, application: string): Promise<CataloguedRoom> {
    return this.#turns.take(application, () => this.#send(by, application))
  }

  async #send(by: Account, application: string): Promise<CataloguedRoom> {
    this.#forgetLate()
    const { keeper, clock } = this.#parts
    const name = `${[...by.name].slice(0, MOST_OF_NAME).join('')}’s room`
    const room = (await this.#fullest(by, application)) ?? (await keeper.make(by, { application, name }))
    const { id } = room.record
    const kept: Kept = this.#kept.get(id) ?? new Map()
    this.#kept.set(id, kept.set(by.id, clock.now() + KEPT_FOR))
    return room
  }

  /** Of the first page that has any. */
  async #fullest(by: Account, application: string): Promise<CataloguedRoom | undefined> {
    const { registry, seesOthers } = this.#parts
    const common = {
      application,
      user: by.id,
      all: seesOthers(by),
      search: '',
      filter: 'waiting',
      limit: AT_ONCE,
    } as const
    let after: RoomPlace | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      const reading = registry.reading()
      try {
        const found: readonly FoundRoom[] = await registry.search({ ...common, ...(after && { after }) })
        const [first, ...others] = found.map((room) => reading.now(room)).filter((room) => this.#hasSeat(by, room))
        const fuller = (best: CataloguedRoom, room: CataloguedRoom) =>
          this.#worth(by, room) > this.#worth(by, best) ? room : best
        if (first) return others.reduce(fuller, first)
        after = found.length < AT_ONCE ? undefined : found.at(-1)
        if (!after) return undefined
      } finally {
        reading.end()
      }
    }
    return undefined
  }

  #hasSeat(by: Account, room: CataloguedRoom): boolean {
    const { registry, keeper } = this.#parts
    const listing = registry.listingOf(room)
    if (room.archived || !suits(listing, 'waiting') || this.#taken(by, room) >= listing.max) return false
    return keeper.mayOf(by, room).includes('enter')
  }

  /** Whoever was sent somewhere is sent there again. */
  #worth(by: Account, room: CataloguedRoom): number {
    return this.#kept.get(room.record.id)?.has(by.id) ? Number.POSITIVE_INFINITY : this.#taken(by, room)
  }

  /** The seats that others have, or that are kept for them. */
  #taken(by: Account, room: CataloguedRoom): number {
    const { registry } = this.#parts
    const open = registry.opened(room.record.id)
    const kept = [...(this.#kept.get(room.record.id)?.keys() ?? [])]
    // Whoever has come has their seat: it is counted among the members.
    const coming = kept.filter((user) => user !== by.id && !open?.hasSeat(user))
    return registry.listingOf(room).members - (open?.hasSeat(by.id) ? 1 : 0) + coming.length
  }

  #forgetLate(): void {
    const now = this.#parts.clock.now()
    for (const [id, kept] of this.#kept) {
      // A clock that was set back must not keep seats for ever.
      for (const [user, until] of kept) if (until <= now || until > now + KEPT_FOR) kept.delete(user)
      if (kept.size === 0) this.#kept.delete(id)
    }
  }
}
