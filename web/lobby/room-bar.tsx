import { useSubscription } from '../common/use-subscription.ts'
import { BackIcon, EyeIcon, MoodGlyph, RailIcon } from './drawings/icons.tsx'
import { useRailFolding } from './page-context.ts'
import { roomChunk } from './room-chunk.ts'
import { roomMood, statusWords, watchWords } from './room-words.ts'
import { RouteLink } from './route-link.tsx'
import type { RoomAddress } from './tab-memory.ts'
import { useRoom } from './use-room.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
}

/** The slim bar above a room: its name, how it stands, who is there, the way out. */
export function RoomBar({ visit, address }: Props) {
  const { open, phase, listing } = useRoom(visit, address)
  const parts = useSubscription(roomChunk, () => roomChunk.part)
  const watching = useSubscription(open, () => phase.kind === 'entered' && phase.room.spectating)
  return (
    <header class="bar">
      <RouteLink
        to={{ page: 'lobby' }}
        class="button button-icon bar-back"
        aria-label="Back to the rooms"
        title="Back to the rooms"
      >
        <BackIcon />
        <ElsewhereUnread visit={visit} />
      </RouteLink>
      <UnfoldButton visit={visit} />
      <div class="bar-title">
        <h1 id="room-title" class="bar-name" tabIndex={-1} data-focus-home>
          <bdi>{listing?.name ?? (phase.kind === 'refused' ? (phase.from ?? 'No room') : address.room)}</bdi>
        </h1>
        {listing === undefined && phase.kind === 'entering' && <p class="bar-status">Entering…</p>}
        {listing !== undefined && (
          <p class="bar-status">
            {watching && (
              <>
                <EyeIcon />
                <strong>Watching</strong>
                <span aria-hidden="true">·</span>
              </>
            )}
            <MoodGlyph mood={roomMood(listing)} />
            <span>
              {statusWords(listing)}
              {watchWords(listing)}
            </span>
          </p>
        )}
      </div>
      {phase.kind === 'entered' && parts && <parts.RoomBarActions visit={visit} address={address} room={phase.room} />}
    </header>
  )
}

/** Where the list of rooms is folded away. */
function UnfoldButton({ visit }: { visit: Visit }) {
  const { fold } = useRailFolding()
  return (
    <button
      id="rail-unfold"
      type="button"
      class="button button-icon bar-unfold"
      onClick={() => fold(false)}
      aria-label="Show the rooms"
      title="Show the rooms"
    >
      <RailIcon />
      <ElsewhereUnread visit={visit} />
    </button>
  )
}

/** On a narrow screen the rail is out of sight: the way back tells what waits there. */
function ElsewhereUnread({ visit }: { visit: Visit }) {
  const unread = useSubscription(visit, () => visit.unread)
  if (unread === 0) return null
  return (
    <span class="badge bar-unread">
      {unread > 99 ? '99+' : unread}
      <span class="unseen"> unread elsewhere</span>
    </span>
  )
}
