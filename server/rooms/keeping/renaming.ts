import type { Clock } from '../../protocol/clock.ts'
import { SocDrawError } from '../../protocol/errors.ts'
import type { CataloguedRoom, RoomCatalogue, UsersRoomsQuery } from '../log/room-catalogue.ts'
import type { RoomDoors } from '../log/room-doors.ts'
import { OwnedElsewhereError } from '../log/room-log.ts'
import type { Report } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import type { RoomKeeper } from './room-keeper.ts'

/** How many users are gone through at once, and how many rooms of each: others are not held up. */
const USERS_AT_ONCE = 100
const ROOMS_AT_ONCE = 20
/** How long until the next ones, and until it is looked again where something is left; in milliseconds. */
const SOON = 1000
const LATER = 60_000
/** How often it is looked for users of whom nobody told, such as guests who are gone, in milliseconds. */
const EVERY = 60 * 60_000

/** Somebody who is called otherwise than rooms may have heard, or is no more. */
export interface Renamed {
  readonly id: string
  readonly name: string
  readonly deleted?: true
}

/** The accounts' side of it: see `UntoldStore`. */
export interface RenamedUsers {
  untold(after: string, limit: number): Promise<readonly Renamed[]>
  told(id: string, name: string): Promise<void>
  /** Those of the ids, in their order, who can take a room over. */
  heirsAmong(ids: readonly string[]): Promise<readonly string[]>
}

export interface RenamingParts {
  readonly clock: Clock
  readonly catalogue: Pick<RoomCatalogue, 'naming' | 'untold'>
  readonly registry: Pick<RoomRegistry, 'open' | 'runs'>
  readonly keeper: Pick<RoomKeeper, 'depart'>
  readonly doors: Pick<RoomDoors, 'removeOf'>
  readonly users: RenamedUsers
  readonly report: Report
}

/** How it went to tell some rooms. */
interface Told {
  /** Whether there may be more, beyond a position. */
  readonly next?: number
  /** Whether any had not heard it, and whether any still has not. */
  readonly news: boolean
  readonly failed: boolean
}

/** How far all rooms of a user were gone through. */
interface Look {
  named: number | undefined
  told: number | undefined
  news: boolean
  failed: boolean
}

/**
 * Tells rooms what users are called by now who have been in them, some rooms at a time; and of those who are no more, that they
 * are: whose rooms go to others, whose seats are left. Each room hears it once, by its own log; a room's record changes once,
 * with its note. What an ended server has begun, the next one goes on with: it is the accounts' store that says who is left.
 * Of the deleted it is looked again until nothing is found: a socket of theirs may have been on its way.
 */
export class Renaming {
  readonly #parts: RenamingParts
  /** By users' ids, those who are not done with. */
  readonly #looks = new Map<string, Look>()
  /** When all was told of those who were deleted, by their ids: a while after it is looked again. */
  readonly #toldAt = new Map<string, number>()
  #cancel: (() => void) | undefined
  #running: Promise<void> | undefined
  #again = false
  #stopped = false

  constructor(parts: RenamingParts) {
    this.#parts = parts
  }

  /** Somebody may be called otherwise, or be no more: goes through what there is to tell. */
  begin(): void {
    if (this.#stopped) return
    this.#again = this.#running !== undefined
    if (this.#again) return
    this.#cancel?.()
    this.#running = this.#run().finally(() => {
      this.#running = undefined
      if (this.#again) this.begin()
    })
  }

  /** Resolves when nothing is being told any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    await this.#running
  }

  async #run(): Promise<void> {
    const { users, report, clock } = this.#parts
    let wait = EVERY
    try {
      for (let after = ''; !this.#stopped; ) {
        const some = await users.untold(after, USERS_AT_ONCE)
        for (const user of some) {
          const left = this.#stopped ? LATER : await this.#tellOf(user)
          if (left !== undefined) wait = Math.min(wait, left)
        }
        after = some.at(-1)?.id ?? after
        if (some.length < USERS_AT_ONCE) break
      }
    } catch (error) {
      report(error, { doing: 'telling rooms what users are called' })
      wait = LATER
    }
    if (!this.#stopped) this.#cancel = clock.setTimer(wait, () => this.begin())
  }

  /** Goes a stretch on with a user's rooms. Returns in how many milliseconds there is more to do; undefined where they are done with. */
  async #tellOf(user: Renamed): Promise<number | undefined> {
    const { users, doors, clock } = this.#parts
    const { id, name, deleted = false } = user
    const toldAt = this.#toldAt.get(id)
    if (toldAt !== undefined && clock.now() < toldAt + LATER) return toldAt + LATER - clock.now()
    if (deleted && !this.#looks.has(id)) await doors.removeOf(id)
    const look = this.#looks.get(id) ?? { named: deleted ? 0 : undefined, told: 0, news: false, failed: false }
    this.#looks.set(id, look)
    look.named = this.#note(look, await this.#withdraw(id, look.named))
    look.told = this.#note(look, await this.#rename(user, look.told))
    if (look.named !== undefined || look.told !== undefined) return SOON
    this.#looks.delete(id)
    if (look.failed) return LATER
    if (deleted && (toldAt === undefined || look.news)) {
      this.#toldAt.set(id, clock.now())
      return LATER
    }
    this.#toldAt.delete(id)
    await users.told(id, name)
    return undefined
  }

  #note(look: Look, { next, news, failed }: Told): number | undefined {
    look.news ||= news
    look.failed ||= failed
    return next
  }

  /** Takes somebody who is no more out of the next records that name them. */
  async #withdraw(user: string, after: number | undefined): Promise<Told> {
    const { catalogue, keeper, users } = this.#parts
    return this.#each(
      after,
      (query) => catalogue.naming({ user, ...query }),
      ({ record }) => keeper.depart(record.id, user, (moderators) => users.heirsAmong(moderators)),
    )
  }

  async #rename({ id, name, deleted }: Renamed, after: number | undefined): Promise<Told> {
    const { catalogue, registry } = this.#parts
    return this.#each(
      after,
      (query) => catalogue.untold({ user: id, name, ...query }),
      async (found) => {
        const room = await registry.open(found)
        await room.rename({ id, name }, { gone: deleted === true })
        return true
      },
    )
  }

  /** @param after undefined: they are gone through */
  async #each(
    after: number | undefined,
    read: (query: Pick<UsersRoomsQuery, 'after' | 'limit'>) => Promise<readonly CataloguedRoom[]>,
    tell: (found: CataloguedRoom) => Promise<boolean>,
  ): Promise<Told> {
    let [news, failed] = [false, false]
    const rooms = after === undefined ? [] : await read({ after, limit: ROOMS_AT_ONCE })
    for (const found of rooms) {
      try {
        // One of an application that this server has not, is told by one that has it.
        if (this.#stopped || !this.#parts.registry.runs(found)) failed = true
        else if (await tell(found)) news = true
      } catch (error) {
        // Where it is gone by now, nobody is to be told.
        if (error instanceof SocDrawError && error.code === 'ROOM_NOT_FOUND') continue
        failed = true
        // That server tells it.
        if (error instanceof OwnedElsewhereError) continue
        this.#parts.report(error, { room: found.record.id, doing: 'telling it what a user is called' })
      }
    }
    const next = rooms.length < ROOMS_AT_ONCE ? undefined : rooms.at(-1)?.position
    return { ...(next !== undefined && { next }), news, failed }
  }
}
