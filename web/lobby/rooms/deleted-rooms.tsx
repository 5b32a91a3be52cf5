import { useState } from 'preact/hooks'
import type { RoomInList } from '../../../server/protocol/room-list-messages.ts'
import type { Rooms } from '../../client/rooms.ts'
import { PagedList } from '../administration/paged-list.tsx'
import { timeWords } from '../administration/time-words.ts'
import { usePages } from '../administration/use-pages.ts'
import { useRouter } from '../page-context.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'
import { useRooms } from './room-frame.tsx'

interface Props {
  readonly visit: Visit
  /** The name of the application whose rooms they are. */
  readonly application: string
}

/** The rooms that one has deleted, as long as they can be recovered; administrators have everybody's. */
export function DeletedRooms({ visit, application }: Props) {
  const rooms = useRooms(visit)
  const [open, setOpen] = useState(false)
  return (
    <details class="finding-deleted" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary class="finding-deleted-title">Deleted rooms</summary>
      {open && <DeletedList rooms={rooms} application={application} />}
    </details>
  )
}

function DeletedList({ rooms, application }: { readonly rooms: Rooms; readonly application: string }) {
  const pages = usePages<RoomInList>(async (after) => {
    const page = await rooms.list({ application, filter: 'deleted', ...(after !== undefined && { after }) })
    return { items: page.rooms, next: page.next }
  }, application)
  return (
    <>
      <p class="soft">They are kept for seven days. Then they are gone for good.</p>
      <PagedList pages={pages} label="Deleted rooms" none="There are none." keyOf={({ id }) => id}>
        {(room) => <DeletedRoom rooms={rooms} room={room} />}
      </PagedList>
    </>
  )
}

/** Whoever recovers a room goes there. */
function DeletedRoom({ rooms, room }: { readonly rooms: Rooms; readonly room: RoomInList }) {
  const router = useRouter()
  const { id, name, application, deletedAt } = room
  const task = useTask(async () => {
    await rooms.recover(id)
    router.go({ page: 'room', application, room: id, people: false })
  })
  return (
    <div class="account-session">
      <div class="account-session-words">
        <p>
          <bdi>{name}</bdi>
        </p>
        {deletedAt !== null && <p class="soft">Deleted on {timeWords(deletedAt)}</p>}
        <Problem words={task.problem} />
      </div>
      <button
        type="button"
        class="button button-small"
        onClick={task.run}
        aria-disabled={task.busy}
        aria-label={`Recover ${name}`}
      >
        Recover
      </button>
    </div>
  )
}
