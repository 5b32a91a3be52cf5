import '../../../styles/room-people.css'
import { useCallback, useLayoutEffect, useMemo, useState } from 'preact/hooks'
import type { RoomDetail } from '../../../../server/protocol/rooms-messages.ts'
import { rooms as openRooms, type RoomPeople } from '../../../client/rooms.ts'
import { useRouter } from '../../page-context.ts'
import { Problem } from '../../problem.tsx'
import { toSocDrawError } from '../../to-soc-draw-error.ts'
import { BannedPeople } from './banned-people.tsx'
import type { Change } from './change.ts'
import { type Concerned, everybody } from './everybody.ts'
import { InviteForm } from './invite-form.tsx'
import { PersonActs } from './person-acts.tsx'

interface Props {
  readonly roomId: string
  readonly userId: string
  readonly token: string
  /** Who has a seat by now: whoever comes is to be seen here too. */
  readonly seated: string
}

interface Shown {
  readonly room: RoomDetail
  readonly people: RoomPeople
}

/** Who is what in a room, invited or banned, and what one may do about it. */
export function ManagePeople({ roomId, userId, token, seated }: Props) {
  const router = useRouter()
  const rooms = useMemo(
    () => openRooms(window.location.origin + router.href({ page: 'lobby' }), { token }),
    [router, token],
  )
  const [shown, setShown] = useState<Shown | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const load = useCallback(async (): Promise<void> => {
    try {
      const [room, people] = await Promise.all([rooms.get(roomId), rooms.people(roomId)])
      setShown({ room, people })
      setProblem(undefined)
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
  }, [rooms, roomId])
  useLayoutEffect(() => void load(), [load, seated])
  const change: Change = async (act) => {
    await act(rooms)
    await load()
  }
  return (
    <div class="keeping" aria-busy={shown === undefined && problem === undefined}>
      <Problem words={problem} />
      {shown?.room.may.includes('invite') && shown.room.private && <InviteForm roomId={roomId} change={change} />}
      {shown && (
        <ul class="keeping-list" aria-label="People of this room">
          {everybody(shown.people).map((person) => (
            <PersonActs key={person.id} {...{ person, roomId, change }} may={actsOn(person, shown.room, userId)} />
          ))}
        </ul>
      )}
      {shown?.people.bans && shown.people.bans.length > 0 && (
        <BannedPeople bans={shown.people.bans} roomId={roomId} change={change} />
      )}
    </div>
  )
}

/** What one may do to somebody: the server has the last word. */
function actsOn({ id, role }: Concerned, { may, owner, role: own }: RoomDetail, userId: string): RoomDetail['may'] {
  if (id === userId || role === 'owner') return []
  // Who see to a room are only its owner's to put out, and administrators', who have no role in it.
  const beyond = role === 'moderator' && own === 'moderator' && owner?.id !== userId
  return beyond ? may.filter((each) => each !== 'remove' && each !== 'ban') : may
}
