import { mayAdministerRooms } from '../accounts/access.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { mayMakeRooms } from '../accounts/room-rights.ts'
import type { DoorParts } from '../http/door-desk.ts'
import type { RoomDesk, RoomParts } from '../http/room-desk.ts'
import { systemClock } from '../machine/system-clock.ts'
import { SocDrawError } from '../protocol/errors.ts'
import { roomDesk } from './room-desk.ts'
import type { MountOptions } from './server-options.ts'
import type { Rooms } from './start-rooms.ts'

/** The rooms as HTTP has them: its routes are there before they are. */
export interface RoomsByHttp {
  readonly parts: RoomParts
  readonly doors: DoorParts
  /** From here on they are there. */
  open(rooms: Rooms): void
}

/** @param accounts absent where the host's `authenticate` says who somebody is, by HTTP as by sockets: it gets the token as `auth.token` */
export function roomsByHttp(options: MountOptions, accounts: Accounts | undefined): RoomsByHttp {
  let opened: (Pick<Rooms, 'authenticate' | 'doors'> & { readonly desk: RoomDesk }) | undefined
  const there = () => {
    if (!opened) throw new SocDrawError('STOPPING', 'The server is starting.')
    return opened
  }
  return {
    parts: {
      desk: () => there().desk,
      identify: async (token, from) => (await there().authenticate({ auth: { token }, ...from }))?.user,
    },
    doors: { links: () => there().doors.links, knocks: () => there().doors.knocks },
    open({ authenticate, keeper, reach, playNow, registry, doors, seesOthers }) {
      const { applications, makeRooms = 'everyone', clock = systemClock } = options
      const mayMake = (by: Parameters<typeof mayMakeRooms>[0]) => mayMakeRooms(by, makeRooms)
      const now = () => clock.now()
      opened = {
        authenticate,
        doors,
        desk: roomDesk({
          ...{ keeper, reach, playNow, registry, applications, people: accounts, mayMake, seesOthers, now },
          seesAll: mayAdministerRooms,
        }),
      }
    },
  }
}
