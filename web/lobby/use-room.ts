import type { RoomListing } from '../../server/protocol/listings.ts'
import { useSubscription } from '../common/use-subscription.ts'
import type { OpenRoom, OpenRoomPhase } from './open-room.ts'
import type { RoomAddress } from './tab-memory.ts'
import type { Visit } from './visit.ts'

const ENTERING: OpenRoomPhase = { kind: 'entering' }

/** A room as its pane shows it; all of it live. */
export interface RoomInView {
  readonly open: OpenRoom | undefined
  readonly phase: OpenRoomPhase
  /** As the lobby lists it; undefined where it doesn't (yet, or any more). */
  readonly listing: RoomListing | undefined
}

export function useRoom(visit: Visit, address: RoomAddress): RoomInView {
  const open = useSubscription(visit, () => visit.room(address))
  const phase = useSubscription(visit, () => visit.room(address)?.phase ?? ENTERING)
  const listing = useSubscription(visit, () => visit.listing(address))
  return { open, phase, listing }
}
