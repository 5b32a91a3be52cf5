import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type {
  CataloguedRoom,
  CatalogueQuery,
  FoundRoom,
  OutdatedQuery,
  OutdatedRoom,
  PendingQuery,
  PositionsQuery,
  RoomCatalogue,
  RoomChange,
  RoomOrigin,
  RoomQuery,
  UsersRoomsQuery,
} from '../../rooms/log/room-catalogue.ts'
import type { RoomStanding } from '../../rooms/log/room-log.ts'
import type { RoomSearch } from '../../rooms/log/room-search.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { MemoryAuditLog } from './memory-audit-log.ts'
import { searchAmong } from './memory-room-search.ts'

interface Entry {
  record: RoomRecord
  readonly position: number
  readonly origin: RoomOrigin
  /** Whether somebody archived it; one that was deleted is archived too. */
  putAway: boolean
  archived: boolean
}

/** What the log knows of a room. */
interface RoomFacts {
  /** Undefined for a room that was never opened. */
  standing(roomId: string): RoomStanding | undefined
  /** When it was written last, in milliseconds since 1970; 0 for a room without commits. */
  at(roomId: string): number
  /** By which version of its application's rules it was last written; 0 for a room without a state. */
  rules(roomId: string): number
  /** What the room was told last that a user is called; undefined where they never had a seat. */
  nameOf(roomId: string, userId: string): string | undefined
  /** The lease to which the room belongs; undefined where that is over, or there is none. */
  ownerOf(roomId: string): number | undefined
  /** All that is kept of the room goes. */
  forget(roomId: string): void
  isPending(roomId: string, query: Pick<PendingQuery, 'before' | 'effects'> & { readonly alarms: boolean }): boolean
}

/** Is told what a room has become, undefined where it is no more; and what it was, undefined where it was made. */
type Changed = (roomId: string, record: RoomRecord | undefined, before: CataloguedRoom | undefined) => void

/** The rooms of a server that forgets them when it ends. */
export class MemoryRoomCatalogue implements RoomCatalogue {
  readonly #log: RoomFacts
  readonly #audit: MemoryAuditLog
  readonly #changed: Changed
  /** By position, less one: one that was purged leaves its place. */
  readonly #entries: (Entry | undefined)[] = []
  readonly #byId = new Map<string, Entry>()

  /** @param changed is told in the same step */
  constructor(log: RoomFacts, audit = new MemoryAuditLog(), changed: Changed = () => {}) {
    this.#log = log
    this.#audit = audit
    this.#changed = changed
  }

  async ensure(rooms: readonly RoomRecord[], origin: RoomOrigin): Promise<void> {
    for (const record of rooms) if (!this.#byId.has(record.id)) this.#add(record, origin)
  }

  async update(rooms: readonly RoomRecord[]): Promise<void> {
    for (const record of rooms) {
      const entry = this.#byId.get(record.id)
      if (entry) this.#put(entry, { record, archived: false, putAway: false })
    }
  }

  async archive(roomIds: readonly string[]): Promise<void> {
    for (const id of roomIds) {
      const entry = this.#byId.get(id)
      if (entry) this.#put(entry, { record: entry.record, archived: true, putAway: true })
    }
  }

  async make(record: RoomRecord, most: number, audit?: AuditEntry): Promise<CataloguedRoom | undefined> {
    if (this.#byId.has(record.id) || !this.#mayOwnMore(record.owner, most)) return undefined
    this.#audit.add(audit)
    return this.#catalogued(this.#add(record, 'people'))
  }

  async change(change: RoomChange, audit?: AuditEntry): Promise<CataloguedRoom | undefined> {
    return this.changeAtOnce(change, audit)
  }

  async handOver(change: RoomChange, most: number, audit?: AuditEntry): Promise<CataloguedRoom | 'full' | undefined> {
    return this.#mayOwnMore(change.record.owner, most) ? this.changeAtOnce(change, audit) : 'full'
  }

  /** `change`, in one step. */
  changeAtOnce({ record, archived }: RoomChange, audit?: AuditEntry): CataloguedRoom | undefined {
    const entry = this.#byId.get(record.id)
    if (!entry || (entry.record.revision ?? 0) + 1 !== record.revision) return undefined
    const putAway = archived ?? entry.putAway
    const hidden = putAway || record.deletedAt !== undefined
    this.#put(entry, { record, putAway, archived: hidden })
    this.#audit.add(audit)
    return this.#catalogued(entry)
  }

  async deleted(before: number, limit: number): Promise<readonly CataloguedRoom[]> {
    const since = ({ record: { deletedAt = Number.POSITIVE_INFINITY } }: Entry) => deletedAt
    const found = this.#all.filter((entry) => since(entry) < before).sort((one, other) => since(one) - since(other))
    return found.slice(0, limit).map((entry) => this.#catalogued(entry))
  }

  async purge(roomId: string): Promise<boolean> {
    const entry = this.#byId.get(roomId)
    if (entry?.record.deletedAt === undefined) return false
    this.#log.forget(roomId)
    this.#byId.delete(roomId)
    this.#entries[entry.position - 1] = undefined
    this.#changed(roomId, undefined, this.#catalogued(entry))
    return false
  }

  async find(roomId: string): Promise<CataloguedRoom | undefined> {
    const entry = this.#byId.get(roomId)
    return entry && this.#catalogued(entry)
  }

  async page({ application, user, after, limit }: CatalogueQuery): Promise<readonly CataloguedRoom[]> {
    const sees = ({ record, archived }: Entry) =>
      !archived && record.application === application && (user === null || (guestsOf(record)?.includes(user) ?? true))
    return this.#next(after, limit, sees)
  }

  async at({ application, positions }: PositionsQuery): Promise<readonly CataloguedRoom[]> {
    const isThere = ({ record, archived }: Entry) => !archived && record.application === application
    const inOrder = [...new Set(positions)].sort((one, other) => one - other)
    const there = inOrder.flatMap((position) => this.#entries[position - 1] ?? [])
    return there.filter(isThere).map((entry) => this.#catalogued(entry))
  }

  async search(query: RoomSearch): Promise<readonly FoundRoom[]> {
    const candidates = this.#all.map((entry) => ({
      room: this.#catalogued(entry),
      at: this.#log.at(entry.record.id),
      guests: guestsOf(entry.record),
    }))
    return searchAmong(candidates, query)
  }

  async guests(application: string, limit: number): Promise<readonly string[]> {
    const own = this.#all.filter(({ record, archived }) => !archived && record.application === application)
    return [...new Set(own.flatMap(({ record }) => guestsOf(record) ?? []))].slice(0, limit)
  }

  async list({ application, origin, archived, after, limit }: RoomQuery): Promise<readonly CataloguedRoom[]> {
    const wanted = (entry: Entry) =>
      (application ?? entry.record.application) === entry.record.application &&
      (origin ?? entry.origin) === entry.origin &&
      (archived ?? entry.archived) === entry.archived
    return this.#next(after, limit, wanted)
  }

  async outdated({ application, rules, limit }: OutdatedQuery): Promise<readonly OutdatedRoom[]> {
    const ofApplication = this.#all.filter(({ record }) => record.application === application)
    const found = ofApplication.map(({ record: { id } }) => ({ id, rules: this.#log.rules(id) }))
    return found.filter((room) => room.rules > 0 && room.rules < rules).slice(0, limit)
  }

  async seated(after: number, limit: number): Promise<readonly CataloguedRoom[]> {
    const isSeated = ({ record: { id }, archived }: Entry) =>
      !archived && (this.#log.standing(id)?.members ?? 0) > 0 && this.#log.ownerOf(id) === undefined
    return this.#next(after, limit, isSeated)
  }

  async naming({ user, after, limit }: UsersRoomsQuery): Promise<readonly CataloguedRoom[]> {
    const names = ({ origin, record: { owner, moderators = [], users = [], bans = [] } }: Entry) => {
      const named = [owner, ...moderators, ...users, ...bans.flatMap((ban) => [ban.user, ban.by])]
      return origin === 'people' && named.includes(user)
    }
    return this.#next(after, limit, names)
  }

  async untold({ user, name, after, limit }: UsersRoomsQuery & { readonly name: string }) {
    return this.#next(after, limit, ({ record }) => (this.#log.nameOf(record.id, user) ?? name) !== name)
  }

  async pending({ before, after, limit, effects, lease }: PendingQuery): Promise<readonly CataloguedRoom[]> {
    const isPending = ({ record: { id }, archived }: Entry) =>
      this.#log.isPending(id, { before, effects, alarms: !archived }) &&
      [undefined, lease].includes(this.#log.ownerOf(id))
    return this.#next(after, limit, isPending)
  }

  get #all(): Entry[] {
    return [...this.#byId.values()]
  }

  #mayOwnMore(owner: string | undefined, most: number): boolean {
    if (owner === undefined) return true
    const isOwned = ({ origin, record }: Entry) =>
      origin === 'people' && record.owner === owner && record.deletedAt === undefined
    return this.#all.filter(isOwned).length < most
  }

  #add(given: RoomRecord, origin: RoomOrigin): Entry {
    const record = structuredClone(given)
    const entry = { record, position: this.#entries.length + 1, origin, putAway: false, archived: false }
    this.#entries.push(entry)
    this.#byId.set(record.id, entry)
    this.#changed(record.id, record, undefined)
    return entry
  }

  /** Makes a room another one. */
  #put(entry: Entry, { record, putAway, archived }: Pick<Entry, 'record' | 'putAway' | 'archived'>): void {
    const before = this.#catalogued(entry)
    Object.assign(entry, { record: structuredClone(record), putAway, archived })
    this.#changed(record.id, record, before)
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

/** Those for whom the room is; undefined where everybody sees it. */
function guestsOf({ users, watch }: RoomRecord): readonly string[] | undefined {
  return watch === 'everybody' ? undefined : users
}
