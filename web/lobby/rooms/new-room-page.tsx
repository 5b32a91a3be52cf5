import type { TargetedSubmitEvent } from 'preact'
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Rooms, RoomTerms } from '../../client/rooms.ts'
import { tabDrafts } from '../../common/tab-drafts.ts'
import type { LobbyConnection } from '../lobby-connection.ts'
import { useRouter } from '../page-context.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'
import { type DraftErrors, parseDraft, type RoomDraft, readDraft } from './room-draft.ts'
import { RoomFields } from './room-fields.tsx'
import { RoomFrame, useAsked, useRooms } from './room-frame.tsx'

interface Props {
  readonly visit: Visit
  readonly lobby: LobbyConnection
}

/** A room that is to be made: it opens as soon as it is there. */
export function NewRoomPage({ visit, lobby }: Props) {
  const rooms = useRooms(visit)
  const asked = useAsked(useCallback(() => rooms.application(lobby.name), [rooms, lobby]))
  const title = (
    <>
      New room: <bdi>{lobby.title}</bdi>
    </>
  )
  return (
    <RoomFrame title={title} back={{ page: 'lobby' }} backWords="Back to the rooms" asked={asked}>
      {asked.answer && <NewRoomForm visit={visit} lobby={lobby} rooms={rooms} terms={asked.answer} />}
    </RoomFrame>
  )
}

interface FormProps extends Props {
  readonly rooms: Rooms
  readonly terms: RoomTerms
}

function NewRoomForm({ visit, lobby, rooms, terms }: FormProps) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const kept = tabDrafts.of(visit.session.user.id, `${lobby.name}#new`)
  const [draft, setDraft] = useState(() => parseDraft(kept.read()))
  const [errors, setErrors] = useState<DraftErrors>({})
  const change = (changed: Partial<RoomDraft>): void => {
    const next = { ...draft, ...changed }
    setDraft(next)
    kept.write(JSON.stringify(next))
  }
  const task = useTask(async () => {
    const { room, errors: wrong } = readDraft(lobby.name, draft, terms)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) return
    const { id } = await rooms.make(room)
    kept.write('')
    router.go({ page: 'room', application: lobby.name, room: id, people: false })
  })
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [errors])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    task.run()
  }
  return (
    <form ref={form} class="form" onSubmit={submit} noValidate>
      <RoomFields draft={draft} terms={terms} errors={errors} change={change} />
      <Problem words={task.problem} />
      <div class="account-act">
        <button type="submit" class="button button-strong" aria-disabled={task.busy}>
          {task.busy ? 'Making…' : 'Make the room'}
        </button>
      </div>
    </form>
  )
}
