import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { User } from '../../protocol/room-document.ts'
import type { CataloguedRoom, RoomChange } from './room-catalogue.ts'

/** A secret that lets whoever has it into a room, so many times, until a time. Times are milliseconds since 1970. */
export interface RoomLink {
  /** By which it is found: no secret. */
  readonly id: string
  /** A digest of the secret; the secret itself is stored nowhere. */
  readonly secretHash: string
  /** The id of the room. */
  readonly room: string
  /** The id of who made it. */
  readonly madeBy: string
  readonly madeAt: number
  readonly expiresAt: number
  readonly usesLeft: number
}

/** Somebody who asks to be let into a room. */
export interface Knock {
  readonly user: User
  /** Milliseconds since 1970. */
  readonly at: number
}

/** How others come into rooms that are not for everyone. Each call takes effect wholly or not at all, with its note. */
export interface RoomDoors {
  /** Adds a link. False, and nothing is done, where its room has `most` that can be used when it is made. */
  addLink(link: RoomLink, most: number, audit?: AuditEntry): Promise<boolean>
  /** A link, whether it can be used or not. */
  findLink(id: string): Promise<RoomLink | undefined>
  /** The links of a room that can be used at a time, those made last first. */
  linksOf(roomId: string, now: number): Promise<readonly RoomLink[]>
  /** Whether the room had such a link; now it has none. */
  removeLink(roomId: string, id: string, audit?: AuditEntry): Promise<boolean>
  /**
   * Takes a use of a link and makes its room another one, as `RoomCatalogue.change`: both, or neither. `unusable` where the link
   * can't be used at the time.
   */
  useLink(
    use: { readonly id: string; readonly now: number },
    change: RoomChange,
    audit?: AuditEntry,
  ): Promise<CataloguedRoom | 'unusable' | undefined>
  /**
   * Notes that somebody asks to be let in, once each. False, and nothing is done, where they do so already, or where so many
   * do; those of before `since` are forgotten. Whoever is let in, or banned, asks no more: `change` sees to that, and so it
   * does where the room is for everyone, or deleted.
   */
  knock(roomId: string, knock: Knock, bounds: { readonly most: number; readonly since: number }): Promise<boolean>
  /** Who has asked since a time, the first to do so first. */
  knocksOf(roomId: string, since: number): Promise<readonly Knock[]>
  /** Whether the user asked to be let in; now they don't. */
  removeKnock(roomId: string, userId: string, audit?: AuditEntry): Promise<boolean>
  /** Forgets the links that a user made, and what they asked. */
  removeOf(userId: string): Promise<void>
  /** Forgets the links that can't be used any more at a time, and whoever knocked before another. */
  removeSpent(now: number, since: number): Promise<void>
}
