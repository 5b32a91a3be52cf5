import type { Clock } from '../../protocol/clock.ts'
import type { Change } from '../log/changes.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import type { Report, RoomRecord } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'
import { sameJson } from '../registry/same-json.ts'
import { putOutInWords } from './alterations.ts'
import type { RoomRights } from './ports.ts'

export interface RoomFollowerParts {
  readonly clock: Clock
  readonly catalogue: Pick<RoomCatalogue, 'find'>
  readonly registry: RoomRegistry
  readonly rights: Pick<RoomRights, 'may'>
  readonly report: Report
  /** See `KeeperParts.timeInWords`. */
  timeInWords(at: number): string
}

/** What other servers have done to a room. */
interface News {
  /** What it was before all of it; absent where it was made. */
  before: CataloguedRoom | undefined
  /** Whether it is another room than is known here. */
  isAnother: boolean
  /** The ids of those who are to be put out of it. */
  readonly removed: string[]
  closing: boolean
  knocks: boolean
}

/** Puts in force here what other servers have done to rooms: in open rooms, in every tab and in all lists, as what is done here. */
export class RoomFollower {
  readonly #parts: RoomFollowerParts

  constructor(parts: RoomFollowerParts) {
    this.#parts = parts
  }

  /** Resolves when all who are concerned are told. Rejects where a room can't be read; what was not told then is to be looked at anew. */
  async follow(changes: readonly Change[]): Promise<void> {
    for (const [roomId, news] of this.#byRoom(changes)) await this.#tell(roomId, news)
  }

  /** Anything may have been changed, of any room: looks at those that are open here. Whatever is read is not kept for others to read. */
  async anew(): Promise<void> {
    const { registry, catalogue } = this.#parts
    registry.outdate()
    for (const roomId of registry.openIds) {
      const before = await registry.find(roomId)
      const found = await catalogue.find(roomId)
      if (!found) registry.forget(roomId)
      else if (before && !isSame(before, found)) await registry.amend({ found, before })
    }
  }

  #byRoom(changes: readonly Change[]): ReadonlyMap<string, News> {
    const rooms = new Map<string, News>()
    /** The rooms whose last change was made here, or is known here. */
    const known = new Set<string>()
    const newsOf = (room: string): News => {
      const news = rooms.get(room) ?? {
        before: undefined,
        isAnother: false,
        removed: [],
        closing: false,
        knocks: false,
      }
      rooms.set(room, news)
      return news
    }
    for (const change of changes) {
      if (!('room' in change)) continue
      const { room } = change
      if (change.kind === 'knocks') newsOf(room).knocks = true
      else if (change.kind === 'room') {
        known.delete(room)
        if (change.revision > 0 && this.#parts.registry.isInForce(room, change.revision)) known.add(room)
        else {
          const news = newsOf(room)
          if (!news.isAnother) news.before = change.before
          news.isAnother = true
        }
      } else if (known.has(room)) continue
      else if (change.kind === 'closing') newsOf(room).closing = true
      else newsOf(room).removed.push(change.user)
    }
    return rooms
  }

  async #tell(roomId: string, news: News): Promise<void> {
    const { catalogue, registry, rights } = this.#parts
    const reading = registry.reading()
    try {
      const read = await catalogue.find(roomId)
      if (!read) return registry.forget(roomId)
      // One step from here to the telling.
      const found = reading.now(read)
      const told = this.#amend(found, news)
      if (news.knocks) registry.knocked(found, (user) => rights.may(user, 'answerKnocks', found))
      if (news.closing) await this.#close(roomId)
      await Promise.all(told)
    } finally {
      reading.end()
    }
  }

  #amend(found: CataloguedRoom, { before, isAnother, removed }: News): readonly Promise<void>[] {
    const { registry } = this.#parts
    const [first, ...others] = removed.map((user) => ({ user, words: this.#wordsFor(user, found.record) }))
    const own = isAnother || first ? [registry.amend({ found, before, removed: first })] : []
    return [...own, ...others.map((each) => registry.amend({ found, before: found, removed: each }))]
  }

  #wordsFor(user: string, record: RoomRecord): string {
    const { clock, timeInWords } = this.#parts
    return putOutInWords(user, record, { now: clock.now(), timeInWords })
  }

  /** By whichever server runs it. */
  async #close(roomId: string): Promise<void> {
    const { registry, report } = this.#parts
    try {
      await registry.opened(roomId)?.host.close()
    } catch (error) {
      report(error, { room: roomId, doing: 'closing it, which another server was asked to' })
    }
  }
}

function isSame(one: CataloguedRoom, other: CataloguedRoom): boolean {
  return one.archived === other.archived && sameJson(one.record, other.record)
}
