import type {
  CataloguedRoom,
  CatalogueQuery,
  OutdatedQuery,
  OutdatedRoom,
  PendingQuery,
  PositionsQuery,
  RoomCatalogue,
  RoomOrigin,
  RoomQuery,
} from '../../rooms/log/room-catalogue.ts'
import type { RoomStanding } from '../../rooms/log/room-log.ts'
import type { RoomRecord } from '../../rooms/ports.ts'

interface Entry {
  record: RoomRecord
  readonly position: number
  readonly origin: RoomOrigin
  archived: boolean
}

/** What the log knows of a room. */
interface RoomFacts {
  /** Undefined for a room that was never opened. */
  standing(roomId: string): RoomStanding | undefined
  /** By which version of its application's rules it was last written; 0 for a room without a state. */
  rules(roomId: string): number
  isPending(roomId: string, query: Pick<PendingQuery, 'before' | 'effects'> & { readonly alarms: boolean }): boolean
}

/** The rooms of a server that forgets them when it ends. */
export class MemoryRoomCatalogue implements RoomCatalogue {
  readonly #log: RoomFacts
  readonly #entries: Entry[] = []
  readonly #byId = new Map<string, Entry>()

  constructor(log: RoomFacts) {
    this.#log = log
  }

  async ensure(rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<void> {
    for (const record of rooms) {
      if (this.#byId.has(record.id)) continue
      const entry = { record: structuredClone(record), position: this.#entries.length + 1, origin, archived: false }
      this.#entries.push(entry)
      this.#byId.set(record.id, entry)
    }
  }

  async update(rooms: readonly RoomRecord[]): Promise<void> {
    for (const record of rooms) {
      const entry = this.#byId.get(record.id)
      if (entry) Object.assign(entry, { record: structuredClone(record), archived: false })
    }
  }

  async archive(roomIds: readonly string[]): Promise<void> {
    for (const id of roomIds) {
      const entry = this.#byId.get(id)
      if (entry) entry.archived = true
    }
  }

  async find(roomId: string): Promise<CataloguedRoom | undefined> {
    const entry = this.#byId.get(roomId)
    return entry && this.#catalogued(entry)
  }

  async page({ application, user, after, limit }: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    const sees = ({ record, archived }: Entry) =>
      !archived && record.application === application && (user === null || (record.users?.includes(user) ?? true))
    return this.#next(after, limit, sees)
  }

  async at({ application, positions }: PositionsQuery): Promise<readonly CataloguedRoom[]> {
    const isThere = ({ record, archived }: Entry) => !archived && record.application === application
    const inOrder = [...new Set(positions)].sort((one, other) => one - other)
    const there = inOrder.flatMap((position) => this.#entries[position - 1] ?? [])
    return there.filter(isThere).map((entry) => this.#catalogued(entry))
  }

  async guests(application: string, limit: number): Promise<readonly string[]> {
    const own = this.#entries.filter(({ record, archived }) => !archived && record.application === application)
    return [...new Set(own.flatMap(({ record: { users = [] } }) => users))].slice(0, limit)
  }

  async list({ application, origin, archived, after, limit }: RoomQuery): Promise<readonly CataloguedRoom[]> {
    const wanted = (entry: Entry) =>
      (application ?? entry.record.application) === entry.record.application &&
      (origin ?? entry.origin) === entry.origin &&
      (archived ?? entry.archived) === entry.archived
    return this.#next(after, limit, wanted)
  }

  async outdated({ application, rules, limit }: OutdatedQuery): Promise<readonly OutdatedRoom[]> {
    const ofApplication = this.#entries.filter(({ record }) => record.application === application)
    const found = ofApplication.map(({ record: { id } }) => ({ id, rules: this.#log.rules(id) }))
    return found.filter((room) => room.rules > 0 && room.rules < rules).slice(0, limit)
  }

  async seated(after: number, limit: number): Promise<readonly CataloguedRoom[]> {
    const isSeated = ({ record: { id }, archived }: Entry) => !archived && (this.#log.standing(id)?.members ?? 0) > 0
    return this.#next(after, limit, isSeated)
  }

  async pending({ before, after, limit, effects }: PendingQuery): Promise<readonly CataloguedRoom[]> {
    const isPending = ({ record: { id }, archived }: Entry) =>
      this.#log.isPending(id, { before, effects, alarms: !archived })
    return this.#next(after, limit, isPending)
  }

  #next(after: number, limit: number, wanted: (entry: Entry) => boolean): CataloguedRoom[] {
    const page: CataloguedRoom[] = []
    for (let index = after; index < this.#entries.length && page.length < limit; index++) {
      const entry = this.#entries[index]
      if (entry && wanted(entry)) page.push(this.#catalogued(entry))
    }
    return page
  }

  #catalogued({ record, position, origin, archived }: Entry): CataloguedRoom {
    const standing = this.#log.standing(record.id) ?? { status: 'waiting', members: 0 }
    return { record, position, standing, origin, archived }
  }
}
