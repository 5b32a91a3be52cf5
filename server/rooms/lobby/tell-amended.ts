import type { RoomListing } from '../../protocol/listings.ts'
import type { Access, Account, Connection, RoomRecord } from '../ports.ts'
import type { Amendment } from '../registry/room-host.ts'
import type { Visitor } from './visitor.ts'

/** What a list of rooms does with a room that is another one. */
export interface AmendedParts {
  readonly access: Access
  /** The room as it is listed now. */
  readonly listing: RoomListing
  sees(user: Account, room: RoomRecord): boolean
  tell(connections: readonly Connection[], listing: RoomListing): void
  gone(connections: readonly Connection[]): void
  /** Whether the connection may have been told of the room, which was this; if so, it is not to be told again that it is gone. */
  forget(connection: Connection, before: RoomRecord): boolean
  /** The connection, which may know of the room as everybody could, is to be told when it is gone. */
  keep(connection: Connection): void
  /** Whether the connection has asked for a part of the list that it has not got: what it is told meanwhile it takes for newer. */
  asks(connection: Connection): boolean
  /** The connection's user may see the room, and could not before. */
  reconsider(connection: Connection): void
  /** Whoever looks at that part of the list is told, if they may see it. */
  publish(listing: RoomListing): void
}

/**
 * [P10] Tells of a room that was made, or is another one than it was: those who are in it, those who can't see it any
 * more, and those who can by now; and by and by those who look at its part of the list, of which all of a public room's are.
 */
export function tellAmended(amendment: Amendment, visitors: Iterable<Visitor>, parts: AmendedParts): void {
  const { found, before } = amendment
  const { access, listing } = parts
  const inside: Connection[] = []
  const gone: Connection[] = []
  const isPublic = !found.archived && access.forEveryone(found.record)
  for (const { connection, rooms } of visitors) {
    const { user } = connection
    if (rooms.has(listing.id)) {
      inside.push(connection)
      if (!isPublic) parts.keep(connection)
    } else if (isPublic) {
      // Also those find out by looking, but for whom it is that it changed, and who may have been told on their way that it is gone.
      const banned = before?.record.bans?.some((ban) => ban.user === user.id)
      if (before && (banned || parts.asks(connection)) && isNewTo(user, amendment, parts)) parts.reconsider(connection)
    } else if (found.archived || !parts.sees(user, found.record)) {
      if (!before || before.archived || !parts.sees(user, before.record)) continue
      if (parts.forget(connection, before.record)) gone.push(connection)
    } else if (isNewTo(user, amendment, parts)) parts.reconsider(connection)
    else if (before && access.forEveryone(before.record)) parts.keep(connection)
  }
  if (inside.length > 0) parts.tell(inside, listing)
  if (gone.length > 0) parts.gone(gone)
  if (!found.archived) parts.publish(listing)
}

/** Whether the user sees the room now, could not before, and would not find out by looking: all who see all rooms do. */
function isNewTo(user: Account, { found, before }: Amendment, { access, sees }: AmendedParts): boolean {
  if (before && !before.archived && sees(user, before.record)) return false
  return before !== undefined || !access.seesOthers(user) || found.record.users?.includes(user.id) === true
}
