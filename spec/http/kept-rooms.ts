import { mayAdministerRooms, seesOthers } from '../../server/accounts/access.ts'
import { roomDesk } from '../../server/host/room-desk.ts'
import { RoomReach } from '../../server/host/room-reach.ts'
import type { HttpParts } from '../../server/http/create-http.ts'
import type { RoomParts } from '../../server/http/room-desk.ts'
import type { startDoorCore } from '../rooms/keeping/support/door-core.ts'
import { application } from '../rooms/keeping/support/kept-core.ts'

type Core = ReturnType<typeof startDoorCore>

/**
 * Parts for `createHttp`: the rooms of a core and their doors, with the rights that the server has.
 * @param coreNow asked at each request, so that one HTTP side may serve one core after the other
 */
export function keptRooms(
  coreNow: () => Core,
  identify: RoomParts['identify'],
): Required<Pick<HttpParts, 'rooms' | 'doors'>> {
  const desk: RoomParts['desk'] = () => {
    const { keeper, playNow, registry, clock, reports } = coreNow()
    const report = (error: unknown): void => void reports.push(error)
    const reach = new RoomReach({ registry, node: undefined, clock, report })
    return roomDesk({
      ...{
        keeper,
        playNow,
        registry,
        reach,
        applications: [application],
        people: undefined,
        mayMake: () => true,
        seesOthers,
      },
      ...{ seesAll: mayAdministerRooms, now: () => clock.now() },
    })
  }
  return {
    rooms: { desk, identify },
    doors: { links: () => coreNow().links, knocks: () => coreNow().knocks },
  }
}
