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

/** [P10] Whether the user may see and enter the room. Every right is decided in this file and nowhere else. */
export function mayEnter(user: RightsHolder, room: GuardedRoom): boolean {
  return room.users === undefined || room.users.includes(user.id) || mayEnterOthers(user)
}

/** [P10] Whether the user may also see and enter rooms that are neither everyone's nor for them. */
export function mayEnterOthers(user: RightsHolder): boolean {
  return user.roles?.includes('administrator') === true
}
