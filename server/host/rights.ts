import { may, roleOf, seesOthers } from '../accounts/access.ts'
import { isBanned, isForEveryone, mayActOn, mayInRoom, mayKnock, mayMakeRooms } from '../accounts/room-rights.ts'
import type { Clock } from '../protocol/clock.ts'
import type { RoomRights } from '../rooms/keeping/ports.ts'
import type { CataloguedRoom } from '../rooms/log/room-catalogue.ts'
import type { Access } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'
import { type CallbackPorts, guardAuthorize, guardRoleOf } from './host-callbacks.ts'
import type { MountOptions } from './server-options.ts'

/** Who may enter rooms and act there, and by which role: as the host says, or by the built-in rights. */
export function accessOf({ authorize, roleOf: given }: MountOptions, clock: Clock, callbacks: CallbackPorts): Access {
  const roles = { roleOf: given ? guardRoleOf(given, callbacks) : roleOf }
  if (!authorize) {
    return {
      ...roles,
      may: (user, operation, room, being) => may(user, operation, room, clock.now(), being),
      forEveryone: (room) => isForEveryone(room, clock.now()),
      seesOthers,
    }
  }
  const ask = guardAuthorize(authorize, callbacks)
  return {
    ...roles,
    // Whoever was banned is kept out whatever the host says of others, and a room that was deleted is nobody's.
    may: (user, operation, room) =>
      room.deletedAt === undefined && !isBanned(user.id, room, clock.now()) && ask(user, operation, room),
    // Only the host knows: each of its users is asked about, and each of its rooms.
    forEveryone: () => false,
    seesOthers: () => true,
  }
}

/** Who may change rooms. Whether somebody sees one, enters it and acts in it, a host's `authorize` says where there is one. */
export function rightsOf(
  { makeRooms = 'everyone', authorize }: MountOptions,
  clock: Clock,
  access: Access,
  registry: RoomRegistry,
): RoomRights {
  const ofRights = ({ record, origin }: CataloguedRoom) => ({ ...record, hosted: origin === 'host' })
  const mayAs: RoomRights['may'] = (user, operation, found) => {
    const seated = registry.opened(found.record.id)?.isSeated(user.id) ?? false
    return mayInRoom(user, operation, { ...ofRights(found), seated }, clock.now())
  }
  const mayAsAuthorized: RoomRights['may'] = (user, operation, found) => {
    const { record } = found
    // One that was deleted the host is not asked about.
    if (record.deletedAt !== undefined) return mayAs(user, operation, found)
    const [enters, watches] = (['enter', 'spectate'] as const).map((each) => access.may(user, each, record))
    if (operation === 'watch') return watches === true
    if (operation === 'enter') return enters === true
    if (operation === 'act') return access.may(user, 'act', record)
    const sees = enters || watches || false
    return operation === 'see' ? sees : sees && mayAs(user, operation, found)
  }
  return {
    mayMake: (user) => mayMakeRooms(user, makeRooms),
    may: authorize ? mayAsAuthorized : mayAs,
    mayKnock: (user, { record, origin }) =>
      origin === 'people' && mayKnock(user, record, clock.now()) && !access.may(user, 'enter', record),
    mayActOn: (user, target, found) => mayActOn(user, target, ofRights(found)),
  }
}
