import type { RoomListing } from '../../protocol/listings.ts'
import type { Role } from '../../protocol/roles.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { Account } from '../ports.ts'
import type { RoomParts } from '../room/assemble-room.ts'
import { listingOf } from '../room/listing-of.ts'
import { Room } from '../room/room.ts'
import type { RoomHost } from './room-host.ts'

/** A room in memory. */
export interface OpenRoom {
  readonly room: Room
  found: CataloguedRoom
  readonly told: Told
  /** Since when nobody has asked for it, nor been in it. */
  idleSince: number
}

/** What the lobby was told of a room last. */
interface Told {
  listing: RoomListing
}

/** What all rooms of a server have in common, and what this one is given by its lobby and by its owner. */
export interface OpeningParts
  extends Pick<RoomParts, 'clock' | 'randomness' | 'log' | 'committer' | 'report' | 'namesOf' | 'carryOut' | 'owned'> {
  readonly host: RoomHost
}

/** Opens a room from the log, and tells its lobby from then on whatever is to be seen of it. @throws as `Room.open` */
export async function openRoom(found: CataloguedRoom, { host, ...shared }: OpeningParts): Promise<OpenRoom> {
  const { record, position, standing, archived } = found
  const { preview } = standing
  const { application, wire, limits } = host
  const about: Pick<OpenRoom, 'found' | 'told'> = { found, told: { listing: listingOf(application, found) } }
  const listed = (listing: RoomListing): void => {
    const { told } = about
    if (sameListing(listing, told.listing)) return
    const before = told.listing
    told.listing = listing
    // An archived room is in nobody's list.
    if (!about.found.archived) host.listed(listing, about.found.record, before)
  }
  const isLookedAt = (): boolean => !about.found.archived && host.isLookedAt(position)
  const roleOf = (user: Account, own: Role): Role => host.roleOf(user, about.found.record, own)
  const ofRoom = { record, position, archived, preview, listed, isLookedAt, roleOf }
  const room = await Room.open({ ...shared, application, wire, limits, ...ofRoom })
  return Object.assign(about, { room, idleSince: shared.clock.now() })
}

function sameListing(one: RoomListing, other: RoomListing): boolean {
  const same = one.status === other.status && one.members === other.members && one.watchers === other.watchers
  return same && one.preview === other.preview
}
