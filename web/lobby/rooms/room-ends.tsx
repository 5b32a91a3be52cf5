import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import type { Rooms } from '../../client/rooms.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'

interface Props {
  readonly rooms: Rooms
  readonly room: RoomDetail
  changed(room: RoomDetail): void
}

/** What goes on there, the archive, the end, and the ways back from both. */
export function RoomEnds({ rooms, room, changed }: Props) {
  const { id, may, status } = room
  const section = useKeptFocus(`${status} ${room.archived} ${room.deletedAt}`)
  // Keyed, so that what was asked of one state isn't asked of the next.
  const act = (what: 'archive' | 'restore' | 'recover', words: string, about: string) =>
    may.includes(what) && (
      <End key={what} words={words} about={about} act={async () => changed(await rooms[what](id))} />
    )
  return (
    <section ref={section} class="account-part" aria-label="What becomes of the room" tabIndex={-1}>
      {room.deletedAt !== null && <p role="status">This room is deleted.</p>}
      {act('recover', 'Recover the room', 'It is kept for seven days. Then it is gone for good.')}
      {room.deletedAt === null && (
        <>
          {status === 'closed' && <p role="status">This room is closed: what is there can be seen, and that is all.</p>}
          {may.includes('close') && status !== 'closed' && !room.archived && (
            <End
              words="Close the room"
              about="Closed, what goes on in it is over, for good. What is there can still be seen."
              sure="Really close it"
              unsure="Let it go on"
              act={async () => changed(await rooms.close(id))}
            />
          )}
          {room.archived
            ? act('restore', 'Take it out of the archive', 'It is archived: it is in no list, and can only be read.')
            : act('archive', 'Archive the room', 'Archived, it is in no list any more, and can only be read.')}
          {may.includes('delete') && (
            <End
              words="Delete the room"
              about="Deleted, it is gone for all others. You can recover it for seven days."
              sure="Really delete it"
              unsure="Keep it"
              act={async () => changed(await rooms.delete(id))}
            />
          )}
        </>
      )}
    </section>
  )
}

/** Whoever goes by the keyboard stays where they were when the button that they pressed is gone. */
function useKeptFocus(state: string): RefObject<HTMLElement | null> {
  const place = useRef<HTMLElement>(null)
  const first = useRef(true)
  useLayoutEffect(() => {
    if (!first.current && document.activeElement === document.body) place.current?.focus()
    first.current = false
  }, [state])
  return place
}

interface EndProps {
  readonly words: string
  readonly about: string
  /** Where there is no way back soon: what is said to go on with it, and to leave it. */
  readonly sure?: string
  readonly unsure?: string
  act(): Promise<void>
}

function End({ words, about, sure, unsure, act }: EndProps) {
  const [asked, setAsked] = useState(false)
  const task = useTask(act)
  const press = (): void => {
    if (sure !== undefined && !asked) setAsked(true)
    else task.run()
  }
  return (
    <>
      <p class="soft">{about}</p>
      <Problem words={task.problem} />
      <div class="account-act">
        <button
          type="button"
          class={sure === undefined ? 'button' : 'button button-danger'}
          onClick={press}
          aria-disabled={task.busy}
        >
          {asked ? sure : words}
        </button>
        {asked && (
          <button type="button" class="button" onClick={() => setAsked(false)}>
            {unsure}
          </button>
        )}
      </div>
    </>
  )
}
