import type { Application } from '../../../server/contract/application.ts'
import type { Room } from '../../client/client-api.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { RouteLink } from '../route-link.tsx'
import type { RoomAddress } from '../tab-memory.ts'
import type { Visit } from '../visit.ts'
import { useDoors } from './use-doors.ts'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
  readonly room: Room<Application>
}

/** In the bar of a room that one sees to: how many ask to come in, and the way to where they are answered. */
export function KnocksMark({ visit, address, room }: Props) {
  const doors = useDoors(visit, address.application, room)
  const count = useSubscription(doors, () => doors?.state.knocks.length ?? 0)
  return (
    <span role="status">
      {count > 0 && (
        <RouteLink to={{ page: 'room', ...address, people: true }} class="button button-strong bar-knocks">
          {count} {count === 1 ? 'asks' : 'ask'}
          <span class="bar-leave"> to come in</span>
        </RouteLink>
      )}
    </span>
  )
}
