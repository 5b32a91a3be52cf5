import { useState } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import { BackIcon, LeaveIcon, MoodGlyph, PeopleIcon } from './drawings/icons.tsx'
import { useRouter } from './page-context.ts'
import { people, roomMood, statusWords } from './room-words.ts'
import { RouteLink } from './route-link.tsx'
import type { RoomAddress } from './tab-memory.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'
import { useRoom } from './use-room.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
}

/** The slim bar above a room: its name, how it stands, who is there, the way out. */
export function RoomBar({ visit, address }: Props) {
  const { phase, listing } = useRoom(visit, address)
  const entered = phase.kind === 'entered'
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
      <div class="bar-title">
        <h1 id="room-title" class="bar-name" tabIndex={-1}>
          {listing?.name ?? (phase.kind === 'refused' ? 'No room' : address.room)}
        </h1>
        {listing === undefined && phase.kind === 'entering' && <p class="bar-status">Entering…</p>}
        {listing !== undefined && (
          <p class="bar-status">
            <MoodGlyph mood={roomMood(listing)} />
            <span>{statusWords(listing)}</span>
            <span aria-hidden="true">·</span>
            <span class="tabular">{people(listing.members)}</span>
          </p>
        )}
      </div>
      {entered && (
        <RouteLink
          to={{ page: 'room', ...address, people: true }}
          class="button button-quiet bar-people"
          aria-label={`People, ${phase.room.members.length}`}
        >
          <PeopleIcon />
          <span class="tabular">{listing?.members ?? phase.room.members.length}</span>
        </RouteLink>
      )}
      {entered && <LeaveButton visit={visit} address={address} />}
    </header>
  )
}

function LeaveButton({ visit, address }: Props) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const leave = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setProblem(undefined)
    try {
      await visit.leaveRoom(address)
      router.go({ page: 'lobby' })
    } catch (error) {
      setProblem(toSocDrawError(error).message)
      setBusy(false)
    }
  }
  return (
    <>
      {problem !== undefined && (
        <span class="bar-problem" role="alert">
          {problem}
        </span>
      )}
      <button type="button" class="button button-quiet" onClick={() => void leave()} aria-disabled={busy}>
        <LeaveIcon />
        <span class="bar-leave">{busy ? 'Leaving…' : 'Leave'}</span>
      </button>
    </>
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
