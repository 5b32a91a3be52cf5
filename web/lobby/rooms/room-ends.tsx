import { useState } from 'preact/hooks'
import type { RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import type { Rooms } from '../../client/rooms.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'

interface Props {
  readonly rooms: Rooms
  readonly room: RoomDetail
  changed(room: RoomDetail): void
}

/** The archive, the end, and the ways back from both. */
export function RoomEnds({ rooms, room, changed }: Props) {
  const { id, may } = room
  // Keyed, so that what was asked of one state isn't asked of the next.
  const act = (what: 'archive' | 'restore' | 'recover', words: string, about: string) =>
    may.includes(what) && (
      <End key={what} words={words} about={about} act={async () => changed(await rooms[what](id))} />
    )
  if (room.deletedAt !== null) {
    return (
      <section class="account-part">
        <p role="status">This room is deleted.</p>
        {act('recover', 'Recover the room', 'It is kept for seven days. Then it is gone for good.')}
      </section>
    )
  }
  return (
    <section class="account-part">
      {room.archived
        ? act('restore', 'Take it out of the archive', 'It is archived: it is in no list, and can only be read.')
        : act('archive', 'Archive the room', 'Archived, it is in no list any more, and can only be read.')}
      {may.includes('delete') && (
        <End
          words="Delete the room"
          about="Deleted, it is gone for all others. You can recover it for seven days."
          danger
          act={async () => changed(await rooms.delete(id))}
        />
      )}
    </section>
  )
}

interface EndProps {
  readonly words: string
  readonly about: string
  /** Asks a second time. */
  readonly danger?: boolean
  act(): Promise<void>
}

function End({ words, about, danger = false, act }: EndProps) {
  const [asked, setAsked] = useState(false)
  const task = useTask(act)
  const press = (): void => {
    if (danger && !asked) setAsked(true)
    else task.run()
  }
  return (
    <>
      <p class="soft">{about}</p>
      <Problem words={task.problem} />
      <div class="account-act">
        <button
          type="button"
          class={danger ? 'button button-danger' : 'button'}
          onClick={press}
          aria-disabled={task.busy}
        >
          {asked ? 'Really delete it' : words}
        </button>
        {asked && (
          <button type="button" class="button" onClick={() => setAsked(false)}>
            Keep it
          </button>
        )}
      </div>
    </>
  )
}
