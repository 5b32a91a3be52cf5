import type { Role } from '../protocol/roles.ts'

/** What rights depend on of a user. Users of a host's own `authenticate` have no roles. */
export interface RightsHolder {
  readonly id: string
  readonly roles?: readonly string[]
}

/** What rights depend on of a room. */
export interface GuardedRoom {
  /** The ids of the users who may enter; everyone may, when it is absent. */
  readonly users?: readonly string[]
}

/** [P10] Whether the user may see the room, enter it and act in it. Every right is decided in this file and nowhere else. */
export function may(user: RightsHolder, _operation: 'enter' | 'spectate' | 'act', room: GuardedRoom): boolean {
  return forEveryone(room) || room.users?.includes(user.id) === true || seesOthers(user)
}

/** Whether the user may delete their own account: without an administrator there might be nobody who can help. */
export function mayDeleteAccount(user: RightsHolder): boolean {
  return !seesOthers(user)
}

/** Whether the user may do to others' accounts what only their own users may do otherwise, and let new ones in. */
export function mayManageAccounts(user: RightsHolder): boolean {
  return user.roles?.includes('administrator') === true
}

/** Whether every user may see the room. */
export function forEveryone(room: GuardedRoom): boolean {
  return room.users === undefined
}

/** Whether the user may also see rooms that are neither everyone's nor for them. */
export function seesOthers(user: RightsHolder): boolean {
  return isAdministrator(user)
}

/** The role that the user has in a room which itself gives them `own`: every room is its server's administrators' too. */
export function roleOf(user: RightsHolder, _room: GuardedRoom, own: Role): Role {
  return isAdministrator(user) ? 'owner' : own
}

function isAdministrator({ roles }: RightsHolder): boolean {
  return roles?.includes('administrator') === true
}
