import '../../styles/rooms.css'
import type { TargetedSubmitEvent } from 'preact'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { rooms as openRooms, type Rooms, type RoomTerms } from '../../client/rooms.ts'
import { tabDrafts } from '../../common/tab-drafts.ts'
import { Problem } from '../administration/problem.tsx'
import { BackIcon } from '../drawings/icons.tsx'
import type { LobbyConnection } from '../lobby-connection.ts'
import { useRouter } from '../page-context.ts'
import { RouteLink } from '../route-link.tsx'
import { toSocDrawError } from '../to-soc-draw-error.ts'
import { useTask } from '../use-task.ts'
import type { Visit } from '../visit.ts'
import { type DraftErrors, parseDraft, type RoomDraft, readDraft } from './room-draft.ts'
import { RoomFields } from './room-fields.tsx'

interface Props {
  readonly visit: Visit
  readonly lobby: LobbyConnection
}

/** A room that is to be made: it opens as soon as it is there. */
export function NewRoomPage({ visit, lobby }: Props) {
  const router = useRouter()
  const { token } = visit.session
  const rooms = useMemo(
    () => openRooms(window.location.origin + router.href({ page: 'lobby' }), { token }),
    [router, token],
  )
  const [terms, setTerms] = useState<RoomTerms | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const load = useCallback(async (): Promise<void> => {
    setProblem(undefined)
    try {
      setTerms(await rooms.application(lobby.name))
    } catch (error) {
      setProblem(toSocDrawError(error).message)
    }
  }, [rooms, lobby])
  useLayoutEffect(() => void load(), [load])
  return (
    <div class="account" aria-busy={terms === undefined && problem === undefined}>
      <header class="bar">
        <RouteLink to={{ page: 'lobby' }} class="button button-icon bar-back" aria-label="Back to the rooms">
          <BackIcon />
        </RouteLink>
        <h1 id="room-title" class="bar-title bar-name" tabIndex={-1} data-focus-home>
          New room: <bdi>{lobby.title}</bdi>
        </h1>
      </header>
      <div class="account-column">
        {problem !== undefined && (
          <div class="room-not-loaded">
            <Problem words={problem} />
            <button type="button" class="button" onClick={() => void load()}>
              Try again
            </button>
          </div>
        )}
        {terms && <NewRoomForm visit={visit} lobby={lobby} rooms={rooms} terms={terms} />}
      </div>
    </div>
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
