import { useCallback } from 'preact/hooks'
import { RouteLink } from '../route-link.tsx'
import type { RoomAddress } from '../tab-memory.ts'
import type { Visit } from '../visit.ts'
import { CHANGES } from './changes.ts'
import { useAsked, useRooms } from './room-frame.tsx'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
}

/** For whoever may change a room in which nobody's role is shown: there is no seat in one that was put away. */
export function SettingsLink({ visit, address }: Props) {
  const rooms = useRooms(visit)
  const { answer } = useAsked(useCallback(() => rooms.get(address.room), [rooms, address.room]))
  if (!answer?.may.some((each) => CHANGES.has(each))) return null
  return (
    <RouteLink to={{ page: 'room-settings', ...address }} class="button people-settings">
      Settings of the room
    </RouteLink>
  )
}
