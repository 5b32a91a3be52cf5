import type { CataloguedRoom, CatalogueQuery, PendingQuery, RoomCatalogue } from '../../rooms/log/room-catalogue.ts'
import type { RoomStanding } from '../../rooms/log/room-log.ts'
import type { RoomRecord } from '../../rooms/ports.ts'

interface Entry {
  readonly record: RoomRecord
  readonly position: number
}

/** What the log knows of a room. */
interface RoomFacts {
  /** Undefined for a room that was never opened. */
  standing(roomId: string): RoomStanding | undefined
  isPending(roomId: string, query: Pick<PendingQuery, 'before' | 'effects'>): boolean
}

/** The rooms of a server that forgets them when it ends. */
export class MemoryRoomCatalogue implements RoomCatalogue {
  readonly #log: RoomFacts
  readonly #entries: Entry[] = []
  readonly #byId = new Map<string, Entry>()

  constructor(log: RoomFacts) {
    this.#log = log
  }

  async ensure(rooms: readonly RoomRecord[]): Promise<void> {
    for (const record of rooms) {
      if (this.#byId.has(record.id)) continue
      const entry = { record: structuredClone(record), position: this.#entries.length + 1 }
      this.#entries.push(entry)
      this.#byId.set(record.id, entry)
    }
  }

  async find(roomId: string): Promise<CataloguedRoom | undefined> {
    const entry = this.#byId.get(roomId)
    return entry && this.#catalogued(entry)
  }

  async page({ application, user, after, limit }: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    const sees = ({ record }: Entry) =>
      record.application === application && (user === null || (record.users?.includes(user) ?? true))
    return this.#next(after, limit, sees)
  }

  async seated(after: number, limit: number): Promise<readonly CataloguedRoom[]> {
    return this.#next(after, limit, ({ record }) => (this.#log.standing(record.id)?.members ?? 0) > 0)
  }

  async pending({ before, after, limit, effects }: PendingQuery): Promise<readonly CataloguedRoom[]> {
    return this.#next(after, limit, ({ record }) => this.#log.isPending(record.id, { before, effects }))
  }

  #next(after: number, limit: number, wanted: (entry: Entry) => boolean): CataloguedRoom[] {
    const page: CataloguedRoom[] = []
    for (let index = after; index < this.#entries.length && page.length < limit; index++) {
      const entry = this.#entries[index]
      if (entry && wanted(entry)) page.push(this.#catalogued(entry))
    }
    return page
  }

  #catalogued({ record, position }: Entry): CataloguedRoom {
    return { record, position, standing: this.#log.standing(record.id) ?? { status: 'waiting', members: 0 } }
  }
}
