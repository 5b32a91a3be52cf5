import type { AnyApplication } from '../../contract/application.ts'
import type { RoomListing } from '../../protocol/listings.ts'
import type { Role } from '../../protocol/roles.ts'
import type { RoomLimits } from '../limits.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { Account, RoomRecord, Wire } from '../ports.ts'

/** What a lobby gives its rooms, and is told by them. */
export interface RoomHost {
  readonly application: AnyApplication
  readonly wire: Wire
  /** The bounds of its rooms. */
  readonly limits: RoomLimits
  /** See `Access.roleOf`. */
  roleOf(user: Account, room: RoomRecord, own: Role): Role
  /** A room is not as it was told of `before`, and the log holds what is said of it. */
  listed(listing: RoomListing, record: RoomRecord, before: RoomListing): void
  /** Whether anybody looks at the part of the list in which a position is. */
  isLookedAt(position: number): boolean
  /** A room was made, or is another one than it was. Resolves when all who are concerned are told. */
  amended(amendment: Amendment): Promise<void>
  /** Who asks to be let into a room has changed: tells those who may know. */
  knocked(roomId: string, mayKnow: (user: Account) => boolean): void
}

/** What has become of a room: the catalogue holds it. */
export interface Amendment {
  readonly found: CataloguedRoom
  /** What it was; absent where it was made. */
  readonly before?: CataloguedRoom | undefined
  /** The id of whom is to be put out of it, whether they may come back or not, and what they are told. */
  readonly removed?: { readonly user: string; readonly words: string } | undefined
}
