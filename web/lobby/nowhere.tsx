import { useSubscription } from '../common/use-subscription.ts'
import { BlankState } from './blank-state.tsx'
import { LateDrawing } from './drawings/late-drawing.tsx'
import { RouteLink } from './route-link.tsx'
import type { Visit } from './visit.ts'

/** No room is chosen. On a narrow screen the rail stands here instead. */
export function ChooseRoom({ visit }: { visit: Visit }) {
  const empty = useSubscription(visit, () =>
    visit.lobbies.every((lobby) => lobby.status === 'online' && lobby.rooms.length === 0),
  )
  return (
    <>
      <h1 id="room-title" class="unseen" tabIndex={-1} data-focus-home>
        {empty ? 'No rooms' : 'No room is chosen'}
      </h1>
      {empty ? (
        <BlankState drawing={<LateDrawing of="NoRooms" />} title="Nothing is built here yet">
          <p>No room is open to you. As soon as one is, it appears on the left.</p>
        </BlankState>
      ) : (
        <BlankState drawing={<LateDrawing of="ManyRooms" />} title="Choose a room">
          <p>You can be in several at once. The ones you are in keep going while you look at another.</p>
        </BlankState>
      )}
    </>
  )
}

export function ToRooms() {
  return (
    <RouteLink to={{ page: 'lobby' }} class="button">
      To the rooms
    </RouteLink>
  )
}
