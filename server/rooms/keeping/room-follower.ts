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

/** One change of a room. */
interface Step {
  /** What it was; undefined where it was made. */
  readonly before: CataloguedRoom | undefined
  /** What it became by that; undefined for the last change: what it is now. */
  found?: CataloguedRoom | undefined
  /** The ids of those who are to be put out of it. */
  readonly removed: string[]
}

/** What other servers have done to a room. */
interface News {
  /** Those changes that are not known here, in their order. */
  readonly steps: Step[]
  /** The last change, known here or not. */
  last: Step | undefined
  closing: boolean
  knocks: boolean
}

/** How many changes are kept that could not be told. */
const MOST_UNTOLD = 5000

/** Puts in force here what other servers have done to rooms: in open rooms, in every tab and in all lists, as what is done here. */
export class RoomFollower {
  readonly #parts: RoomFollowerParts
  /** What could not be told: who was put out, and what was closed, no look at the rooms themselves would find. */
  #untold: readonly Change[] = []
  #stopped = false

  constructor(parts: RoomFollowerParts) {
    this.#parts = parts
  }

  /** No further room is looked at: what is under way ends with the one that it is at. */
  stop(): void {
    this.#stopped = true
  }

  /**
   * Resolves when all who are concerned are told, or it was stopped. Rejects where a room can't be read: everything is to be looked at anew then,
   * and what was not told is told by that.
   */
  async follow(changes: readonly Change[]): Promise<void> {
    const all = [...this.#untold, ...changes]
    const told = new Set<string>()
    try {
      for (const [roomId, news] of this.#byRoom(all)) {
        if (this.#stopped) return
        await this.#tell(roomId, news)
        told.add(roomId)
      }
    } finally {
      const untold = all.filter((change) => 'room' in change && !told.has(change.room))
      this.#untold = untold.slice(-MOST_UNTOLD)
    }
  }

  /** Anything may have been changed, of any room: looks at those that are open here. Whatever is read is not kept for others to read. */
  async anew(): Promise<void> {
    const { registry, catalogue } = this.#parts
    await this.follow([])
    registry.outdate()
    for (const roomId of registry.openIds) {
      if (this.#stopped) return
      const before = await registry.find(roomId)
      const found = await catalogue.find(roomId)
      if (!found) registry.forget(roomId)
      else if (before && !isSame(before, found)) await registry.amend({ found, before })
    }
  }

  #byRoom(changes: readonly Change[]): ReadonlyMap<string, News> {
    const rooms = new Map<string, News>()
    for (const change of changes) {
      if (!('room' in change)) continue
      const { room } = change
      const news = rooms.get(room) ?? { steps: [], last: undefined, closing: false, knocks: false }
      rooms.set(room, news)
      if (change.kind === 'knocks') news.knocks = true
      else if (change.kind === 'room') this.#addStep(news, change)
      else if (news.last && !news.steps.includes(news.last)) continue
      else if (change.kind === 'closing') news.closing = true
      else this.#lastOf(news).removed.push(change.user)
    }
    return rooms
  }

  #addStep(news: News, { room, revision, before }: Extract<Change, { kind: 'room' }>): void {
    if (news.last) news.last.found = before
    news.last = { before, removed: [] }
    if (revision === 0 || !this.#parts.registry.isInForce(room, revision)) news.steps.push(news.last)
  }

  /** The step that somebody is put out by; one of its own where the change itself was told by an earlier look. */
  #lastOf(news: News): Step {
    if (!news.last) {
      news.last = { before: undefined, removed: [] }
      news.steps.push(news.last)
    }
    return news.last
  }

  async #tell(roomId: string, news: News): Promise<void> {
    const { catalogue, registry, rights } = this.#parts
    const reading = registry.reading()
    try {
      if (news.steps.length === 0 && !news.knocks && !news.closing) return
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

  /** One change after the other: whoever has read of the room in between is to be told that it is gone again. */
  #amend(now: CataloguedRoom, { steps }: News): readonly Promise<void>[] {
    const { registry } = this.#parts
    return steps.flatMap(({ before, found, removed: users }) => {
      const then = found ? { ...found, standing: now.standing } : now
      const [removed, ...others] = users.map((user) => ({ user, words: this.#wordsFor(user, then.record) }))
      const further = others.map((each) => ({ found: then, before: then, removed: each }))
      return [{ found: then, before, removed }, ...further].map((amendment) => registry.amend(amendment))
    })
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
