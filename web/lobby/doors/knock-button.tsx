import { useLayoutEffect, useState } from 'preact/hooks'
import { roomDoors } from '../../client/room-doors.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { useRouter } from '../page-context.ts'
import type { RoomAddress } from '../tab-memory.ts'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'

/** Where there is no room that one may see: asks to be let in, whether there is one or not, and comes in as soon as one is. */
export function KnockButton({ visit, address }: { visit: Visit; address: RoomAddress }) {
  const router = useRouter()
  const [doors] = useState(() =>
    roomDoors(window.location.origin + router.href({ page: 'lobby' }), { token: visit.session.token }),
  )
  const task = useTask(() => doors.knock(address.room))
  const listed = useSubscription(visit, () => visit.listing(address) !== undefined)
  useLayoutEffect(() => {
    if (listed) visit.retry(address)
  }, [listed])
  return (
    <>
      <button type="button" class="button button-strong" onClick={task.run} aria-disabled={task.busy || task.done}>
        {task.busy ? 'Asking…' : task.done ? 'Asked' : 'Ask to be let in'}
      </button>
      <span role="status">
        {task.done && 'If there is such a room, those who see to it are told. You come in as soon as they let you.'}
      </span>
      {task.problem !== undefined && (
        <span class="problem" role="alert">
          {task.problem}
        </span>
      )}
    </>
  )
}
