import type { Application } from '../../../server/contract/application.ts'
import type { Room } from '../../client/client-api.ts'
import { roomDoors } from '../../client/room-doors.ts'
import { rooms } from '../../client/rooms.ts'
import { useRouter } from '../page-context.ts'
import type { Visit } from '../visit.ts'
import { DoorsAt } from './doors-at.ts'

/** By the rooms as one is in them: the bar and the people of a room share one. */
const known = new WeakMap<Room<Application>, DoorsAt>()

/** The doors of a room that one is in; undefined while its lobby is not there. */
export function useDoors(visit: Visit, application: string, room: Room<Application>): DoorsAt | undefined {
  const router = useRouter()
  const lobby = visit.lobby(application)?.lobby
  if (!lobby) return undefined
  const there = known.get(room)
  if (there) return there
  const url = window.location.origin + router.href({ page: 'lobby' })
  const { token } = visit.session
  const made = new DoorsAt({ api: roomDoors(url, { token }), rooms: rooms(url, { token }), lobby, room })
  known.set(room, made)
  return made
}
