import { useState } from 'preact/hooks'
import { useSubscription } from '../common/use-subscription.ts'
import { BackIcon, EyeIcon, LeaveIcon, MoodGlyph, PeopleIcon } from './drawings/icons.tsx'
import { useRouter } from './page-context.ts'
import { roomMood, statusWords } from './room-words.ts'
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
  const { open, phase, listing } = useRoom(visit, address)
  const entered = phase.kind === 'entered'
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
            <span>{statusWords(listing)}</span>
          </p>
        )}
      </div>
      {/* Keyed, so that what was refused before seats were taken or freed is said no longer. */}
      {watching && listing?.status !== 'closed' && (
        <SeatButton key={listing?.members} visit={visit} address={address} />
      )}
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
  const { busy, problem, attempt } = useAttempt(async () => {
    await visit.leaveRoom(address)
    router.go({ page: 'lobby' })
  })
  return (
    <>
      <Problem words={problem} />
      <button type="button" class="button button-quiet" onClick={attempt} aria-disabled={busy}>
        <LeaveIcon />
        <span class="bar-leave">{busy ? 'Leaving…' : 'Leave'}</span>
      </button>
    </>
  )
}

/** From watching to a seat. */
function SeatButton({ visit, address }: Props) {
  const { busy, problem, attempt } = useAttempt(() => visit.takeSeat(address))
  return (
    <>
      <Problem words={problem} />
      <button type="button" class="button button-strong bar-seat" onClick={attempt} aria-disabled={busy}>
        {busy ? 'Taking a seat…' : 'Take a seat'}
      </button>
    </>
  )
}

function Problem({ words }: { words: string | undefined }) {
  if (words === undefined) return null
  return (
    <span class="bar-problem" role="alert">
      <bdi>{words}</bdi>
    </span>
  )
}

/** Something that may be refused, one time after the other. */
function useAttempt(act: () => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const run = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await act()
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
    setBusy(false)
  }
  const attempt = (): void => {
    if (!busy) void run()
  }
  return { busy, problem, attempt }
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
