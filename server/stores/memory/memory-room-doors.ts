import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { CataloguedRoom, RoomChange } from '../../rooms/log/room-catalogue.ts'
import type { Knock, RoomDoors, RoomLink } from '../../rooms/log/room-doors.ts'
import type { RoomRecord } from '../../rooms/ports.ts'
import { knocksAfter } from '../knocks-after.ts'
import type { MemoryAuditLog } from './memory-audit-log.ts'

/** The rooms that links lead into. */
interface Rooms {
  /** `RoomCatalogue.change`, in one step, in which nothing else happens. */
  changeAtOnce(change: RoomChange, audit?: AuditEntry): CataloguedRoom | undefined
}

/** Links into rooms and knocks of a server that forgets them when it ends. */
export class MemoryRoomDoors implements RoomDoors {
  readonly #rooms: Rooms
  readonly #audit: MemoryAuditLog
  readonly #asked: (roomId: string) => void
  /** In the order in which they were made. */
  readonly #links = new Map<string, RoomLink>()
  /** By the rooms' ids; the first first. */
  readonly #knocks = new Map<string, readonly Knock[]>()

  /** @param asked is told in the same step where who asks to be let into a room is not as it was */
  constructor(rooms: Rooms, audit: MemoryAuditLog, asked: (roomId: string) => void = () => {}) {
    this.#rooms = rooms
    this.#audit = audit
    this.#asked = asked
  }

  /** A room is another one now, or is no more: who asks to be let in as it is. */
  changed(roomId: string, record: RoomRecord | undefined): void {
    if (record) this.#put(roomId, knocksAfter(record, this.#knocks.get(roomId) ?? []))
    else {
      this.#knocks.delete(roomId)
      for (const { id, room } of this.#links.values()) if (room === roomId) this.#links.delete(id)
    }
  }

  async addLink(link: RoomLink, most: number, audit?: AuditEntry): Promise<boolean> {
    if (this.#usable(link.room, link.madeAt).length >= most) return false
    this.#links.set(link.id, { ...link })
    this.#audit.add(audit)
    return true
  }

  async findLink(id: string): Promise<RoomLink | undefined> {
    const link = this.#links.get(id)
    return link && { ...link }
  }

  async linksOf(roomId: string, now: number): Promise<readonly RoomLink[]> {
    return structuredClone(this.#usable(roomId, now).reverse())
  }

  async removeLink(roomId: string, id: string, audit?: AuditEntry): Promise<boolean> {
    const was = this.#links.get(id)?.room === roomId && this.#links.delete(id)
    if (was) this.#audit.add(audit)
    return was
  }

  async useLink(
    { id, now }: { readonly id: string; readonly now: number },
    change: RoomChange,
    audit?: AuditEntry,
  ): Promise<CataloguedRoom | 'unusable' | undefined> {
    const link = this.#usable(change.record.id, now).find((each) => each.id === id)
    if (!link) return 'unusable'
    const changed = this.#rooms.changeAtOnce(change, audit)
    if (changed) this.#links.set(id, { ...link, usesLeft: link.usesLeft - 1 })
    return changed
  }

  async knock(roomId: string, knock: Knock, { most, since }: { most: number; since: number }): Promise<boolean> {
    const there = (this.#knocks.get(roomId) ?? []).filter(({ at }) => at >= since)
    const isNew = there.length < most && !there.some(({ user }) => user.id === knock.user.id)
    this.#put(roomId, isNew ? [...there, structuredClone(knock)] : there)
    return isNew
  }

  async knocksOf(roomId: string, since: number): Promise<readonly Knock[]> {
    return structuredClone((this.#knocks.get(roomId) ?? []).filter(({ at }) => at >= since))
  }

  async removeKnock(roomId: string, userId: string, audit?: AuditEntry): Promise<boolean> {
    const there = this.#knocks.get(roomId) ?? []
    const left = there.filter(({ user }) => user.id !== userId)
    this.#put(roomId, left)
    if (left.length < there.length) this.#audit.add(audit)
    return left.length < there.length
  }

  async removeOf(userId: string): Promise<void> {
    for (const { id, madeBy } of this.#links.values()) if (madeBy === userId) this.#links.delete(id)
    for (const roomId of [...this.#knocks.keys()]) await this.removeKnock(roomId, userId)
  }

  async removeSpent(now: number, since: number): Promise<void> {
    for (const link of this.#links.values()) if (!isUsable(link, now)) this.#links.delete(link.id)
    for (const [roomId, knocks] of this.#knocks) {
      this.#put(
        roomId,
        knocks.filter(({ at }) => at >= since),
      )
    }
  }

  #put(roomId: string, knocks: readonly Knock[]): void {
    const isSame = sameKnocks(knocks, this.#knocks.get(roomId) ?? [])
    if (knocks.length > 0) this.#knocks.set(roomId, knocks)
    else this.#knocks.delete(roomId)
    if (!isSame) this.#asked(roomId)
  }

  #usable(roomId: string, now: number): RoomLink[] {
    return [...this.#links.values()].filter((link) => link.room === roomId && isUsable(link, now))
  }
}

function sameKnocks(some: readonly Knock[], others: readonly Knock[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ user, at }, i) => user.id === others[i]?.user.id && at === others[i].at)
  )
}

function isUsable({ usesLeft, expiresAt }: RoomLink, now: number): boolean {
  return usesLeft > 0 && expiresAt > now
}
