import { SocDrawError } from '../../protocol/errors.ts'
import { ROOM_OPERATIONS, type RoomOperation } from '../../protocol/room-operations.ts'
import type { CataloguedRoom } from '../log/room-catalogue.ts'
import type { By, RoomRights } from './ports.ts'

/** What can be changed of a room that the host's code names. */
const IN_HOST_ROOMS: readonly RoomOperation[] = ['remove', 'ban', 'lift', 'archive', 'restore', 'close']

/** A room that nobody is in, of no application: for who asks after one that is not there. */
const NO_ROOM: CataloguedRoom = {
  record: { id: '-', name: '-', application: '-', users: [] },
  position: 0,
  standing: { status: 'waiting', members: 0 },
  origin: 'people',
  archived: true,
}

/** What somebody wants to do, and to whom. */
export interface Wish {
  readonly by: By
  readonly operation: RoomOperation
  /** A user's id. */
  readonly user: string | undefined
}

/** What somebody may do with a room; leaving it is nobody's to allow. */
export function allowedTo(rights: RoomRights, by: By, found: CataloguedRoom): RoomOperation[] {
  return ROOM_OPERATIONS.filter((each) => each !== 'leave' && (!by || rights.may(by, each, found)))
}

/** The room, for whom it is there. @throws SocDrawError `ROOM_NOT_FOUND` */
export function seenBy(rights: RoomRights, by: By, found: CataloguedRoom | undefined): CataloguedRoom {
  // The same is asked where there is no room, so that it takes as long.
  const seen = by === null || rights.may(by, 'see', found ?? NO_ROOM)
  if (!found || !seen) throw new SocDrawError('ROOM_NOT_FOUND')
  return found
}

/** @throws SocDrawError `FORBIDDEN` */
export function mustBeAllowed(rights: RoomRights, { by, operation, user }: Wish, found: CataloguedRoom): void {
  if (found.origin === 'host' && !IN_HOST_ROOMS.includes(operation))
    throw new SocDrawError('FORBIDDEN', 'What this room is, its host’s code says.')
  const onUser = user !== undefined && (operation === 'remove' || operation === 'ban')
  if (onUser && found.record.owner === user)
    throw new SocDrawError('FORBIDDEN', 'Nobody is removed from a room of their own.')
  if (by === null) return
  if (!rights.may(by, operation, found)) throw new SocDrawError('FORBIDDEN')
  if (onUser && !rights.mayActOn(by, user, found)) throw new SocDrawError('FORBIDDEN')
}
