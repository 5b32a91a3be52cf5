import type { Role } from '../protocol/roles.ts'
import { isAdministrator, isGuest, type RightsHolder } from './rights-holder.ts'
import { mayInRoom, type RoomOfRights } from './room-rights.ts'

/** As what somebody is in a room already. */
interface Being {
  readonly seated?: boolean
  readonly watches?: boolean
}

/**
 * [P10] Whether the user may see the room, enter it and act in it, at this time in milliseconds. What is decided of users
 * stands in this file, what is decided of rooms in `room-rights.ts`, and nothing anywhere else. Whoever watches may do what
 * the room's application takes of those who do for as long as they may watch.
 */
export function may(
  user: RightsHolder,
  operation: 'enter' | 'spectate' | 'act',
  room: RoomOfRights,
  now: number,
  { seated, watches }: Being = {},
): boolean {
  const asked = operation === 'spectate' || (operation === 'act' && watches) ? 'watch' : operation
  return mayInRoom(user, asked, seated ? { ...room, seated } : room, now)
}

/** Whether the user may delete their own account: without an administrator there might be nobody who can help, and a guest has none. */
export function mayDeleteAccount(user: RightsHolder): boolean {
  return hasPassword(user) && !isAdministrator(user)
}

/** Whether the user has a password, to change it and to show it: guests have none. */
export function hasPassword(user: RightsHolder): boolean {
  return !isGuest(user)
}

/** Whether the user may do to others' accounts what only their own users may do otherwise, and let new ones in. */
export function mayManageAccounts(user: RightsHolder): boolean {
  return isAdministrator(user)
}

/** Whether the user may also see rooms that are neither everyone's nor for them. */
export function seesOthers(user: RightsHolder): boolean {
  return isAdministrator(user)
}

/** Whether the user may see all rooms there are, put away and deleted, and whose they are. */
export function mayAdministerRooms(user: RightsHolder): boolean {
  return isAdministrator(user)
}

/** The role that the user has in a room which itself gives them `own`: every room is its server's administrators' too. */
export function roleOf(user: RightsHolder, _room: RoomOfRights, own: Role): Role {
  return isAdministrator(user) ? 'owner' : own
}
