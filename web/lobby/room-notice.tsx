import type { RoomListing } from '../../server/protocol/listings.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { AlertIcon } from './drawings/icons.tsx'
import { PauseIcon } from './drawings/room-icons.tsx'
import { morePeople } from './people-words.ts'
import type { RoomAddress } from './tab-memory.ts'
import { useRoom } from './use-room.ts'
import type { Visit } from './visit.ts'

/** Above a room that stands still: why, and what will make it go on. The view below stays as it was. */
export function RoomNotice({ visit, address }: { visit: Visit; address: RoomAddress }) {
  const { open, phase, listing } = useRoom(visit, address)
  const shown = useSubscription(open, () => (phase.kind === 'entered' && open?.mounted ? phase.room.status : undefined))
  const archived = shown !== undefined && listing?.archived === true
  const status = archived ? undefined : shown
  return (
    <div role="status">
      {archived && (
        <p class="notice">
          <AlertIcon />
          <span>
            <strong>This room is archived.</strong> What is in it can still be seen.
          </span>
        </p>
      )}
      {status === 'paused' && (
        <p class="notice">
          <PauseIcon />
          <span>
            <strong>Paused.</strong> {pauseWords(listing)} Everything said so far stays.
          </span>
        </p>
      )}
      {status === 'closed' && (
        <p class="notice">
          <AlertIcon />
          <span>
            <strong>This room is closed.</strong> What is in it can still be seen.
          </span>
        </p>
      )}
    </div>
  )
}

function pauseWords(listing: RoomListing | undefined): string {
  const missing = listing === undefined ? 0 : listing.min - listing.members
  return missing > 0
    ? `It goes on as soon as ${morePeople(missing)} ${missing === 1 ? 'is' : 'are'} here.`
    : 'It goes on once all are connected again.'
}
