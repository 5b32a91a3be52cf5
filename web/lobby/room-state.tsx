import { useSubscription } from '../common/use-subscription.ts'
import { BlankState } from './blank-state.tsx'
import { BrokenRoom, ClosedRoom } from './drawings/room-drawings.tsx'
import { Entering } from './entering.tsx'
import { ToRooms } from './nowhere.tsx'
import type { OpenRoom } from './open-room.ts'
import { Refusal } from './refusal.tsx'
import type { RoomAddress } from './tab-memory.ts'
import { useRoom } from './use-room.ts'
import type { Visit } from './visit.ts'
import { WaitingRoom } from './waiting-room.tsx'

/** What stands in a room's place as long as its application can't be shown. Nothing where it is. */
export function RoomState({ visit, address }: { visit: Visit; address: RoomAddress }) {
  const { open, phase, listing } = useRoom(visit, address)
  const mounted = useSubscription(open, () => open?.mounted === true)
  const trouble = useSubscription(open, () => open?.trouble)
  const status = useSubscription(open, () => (phase.kind === 'entered' ? phase.room.status : undefined))
  if (phase.kind === 'refused') {
    return <Refusal visit={visit} address={address} error={phase.error} from={phase.from} listing={listing} />
  }
  if (phase.kind !== 'entered' || open === undefined) return <Entering lobby={visit.lobby(address.application)} />
  if (mounted) return null
  if (trouble === 'missing') return <NoView />
  if (trouble === 'failed') return <Broken open={open} />
  if (listing?.archived) return <ClosedBefore how="archived" />
  if (status === 'closed') return <ClosedBefore how="closed" />
  return <WaitingRoom visit={visit} address={address} room={phase.room} listing={listing} />
}

/** Closed or archived, and never begun: there is nothing to be seen in it. */
function ClosedBefore({ how }: { how: 'closed' | 'archived' }) {
  return (
    <BlankState drawing={<ClosedRoom />} title={`This room is ${how}`} actions={<ToRooms />} announced>
      <p>It was {how} before it began, so there is nothing to see in it.</p>
    </BlankState>
  )
}

/** A room of an application that the page was built without. */
function NoView() {
  return (
    <BlankState drawing={<BrokenRoom />} title="This page cannot show such a room" actions={<ToRooms />} announced>
      <p>You are in it, but the page has no view for its application.</p>
    </BlankState>
  )
}

/** The application's own half in the browser threw. */
function Broken({ open }: { open: OpenRoom }) {
  const action = (
    <button type="button" class="button button-strong" onClick={() => open.restartView()}>
      Show it again
    </button>
  )
  return (
    <BlankState drawing={<BrokenRoom />} title="This room’s view has failed" actions={action} announced>
      <p>The room itself goes on, and you are still in it. Your other rooms are not concerned.</p>
    </BlankState>
  )
}
