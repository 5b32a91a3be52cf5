import { useState } from 'preact/hooks'
import type { Application } from '../../server/contract/application.ts'
import type { Room } from '../client/client-api.ts'
import { useSubscription } from '../common/use-subscription.ts'
import { KnocksMark } from './doors/knocks-mark.tsx'
import { LeaveIcon, PeopleIcon } from './drawings/room-icons.tsx'
import { useRouter } from './page-context.ts'
import { RouteLink } from './route-link.tsx'
import type { RoomAddress } from './tab-memory.ts'
import { toSocDrawError } from './to-soc-draw-error.ts'
import type { Visit } from './visit.ts'

interface Props {
  readonly visit: Visit
  readonly address: RoomAddress
}

/** What one can do in a room whatever its application is: take a seat, see its people, leave. */
export function RoomBarActions({ visit, address, room }: Props & { room: Room<Application> }) {
  const listing = useSubscription(visit, () => visit.listing(address))
  const watching = useSubscription(room, () => room.spectating)
  const members = useSubscription(room, () => room.members.length)
  return (
    <>
      {/* Keyed, so that what was refused before seats were taken or freed is said no longer. */}
      {watching && listing?.status !== 'closed' && !listing?.archived && (
        <SeatButton key={listing?.members} visit={visit} address={address} />
      )}
      <KnocksMark visit={visit} address={address} room={room} />
      <RouteLink
        to={{ page: 'room', ...address, people: true }}
        class="button button-quiet bar-people"
        aria-label={`People, ${members}`}
      >
        <PeopleIcon />
        <span class="tabular">{listing?.members ?? members}</span>
      </RouteLink>
      <LeaveButton visit={visit} address={address} />
    </>
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
