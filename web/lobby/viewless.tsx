import { useSubscription } from '../common/use-subscription.ts'
import { BlankState } from './blank-state.tsx'
import { LateDrawing } from './drawings/late-drawing.tsx'
import { ToRooms } from './nowhere.tsx'
import { Reload } from './reload.tsx'
import type { Visit } from './visit.ts'

/** A part of the page that shows the room could not be loaded: the connection is away, or the page is an older one than the server's. */
export function Viewless({ visit }: { visit: Visit }) {
  const away = useSubscription(visit, () => visit.lobbies.some((lobby) => lobby.status === 'offline'))
  const actions = (
    <>
      <Reload />
      <ToRooms />
    </>
  )
  return (
    <BlankState
      drawing={<LateDrawing of="Unplugged" />}
      title="A part of this page did not come"
      actions={actions}
      announced
    >
      <p>
        {away
          ? 'The connection is away. Once it is back, load the page anew to see this room.'
          : 'Perhaps a new version was put up since you opened it. Loaded anew, it shows this room. You have not taken a seat yet.'}
      </p>
    </BlankState>
  )
}
