import type { TargetedSubmitEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { SocDrawError } from '../../../server/protocol/errors.ts'
import type { RoomDetail } from '../../../server/protocol/rooms-messages.ts'
import type { Rooms, RoomTerms } from '../../client/rooms.ts'
import { Problem } from '../problem.tsx'
import { useTask } from '../use-task.ts'
import { changeOf, differenceWords, draftOf } from './room-change.ts'
import { type DraftErrors, type RoomDraft, readDraft } from './room-draft.ts'
import { RoomFields } from './room-fields.tsx'

interface Props {
  readonly rooms: Rooms
  readonly room: RoomDetail
  readonly terms: RoomTerms
  changed(room: RoomDetail): void
}

/** Changes what the room is. What somebody else has changed meanwhile is shown, and either may be had. */
export function EditForm({ rooms, room, terms, changed }: Props) {
  const form = useRef<HTMLFormElement>(null)
  // Its application was given its options as it began.
  const shown = { ...terms, options: terms.options && room.status === 'waiting' }
  const [draft, setDraft] = useState(() => draftOf(room, shown))
  const [errors, setErrors] = useState<DraftErrors>({})
  /** As somebody else has made it meanwhile. */
  const [theirs, setTheirs] = useState<RoomDetail | undefined>(undefined)
  const settle = (now: RoomDetail): void => {
    changed(now)
    setDraft(draftOf(now, terms))
    setTheirs(undefined)
  }
  const task = useTask(async () => {
    const { room: wanted, errors: wrong } = readDraft(room.application, draft, shown)
    setErrors(wrong)
    if (Object.keys(wrong).length > 0) throw new SocDrawError('INVALID_MESSAGE', 'Not everything can be as it stands.')
    const { name, private: closed, players, watch, options } = wanted
    const asked = { name, ...(closed !== undefined && { private: closed }), players, watch, options }
    const change = changeOf(room, asked, shown)
    try {
      settle(await rooms.edit(room.id, change))
    } catch (error) {
      if (!(error instanceof SocDrawError)) throw error
      if (error.code === 'CHANGED_MEANWHILE') setTheirs(await rooms.get(room.id))
      // It may have begun meanwhile, which is no change of what it is.
      else if (change.options !== undefined) changed(await rooms.get(room.id))
      throw error
    }
  })
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [errors])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    task.run()
  }
  const change = (given: Partial<RoomDraft>): void => setDraft((before) => ({ ...before, ...given }))
  return (
    <form ref={form} class="form" onSubmit={submit} noValidate>
      <RoomFields draft={draft} terms={shown} errors={errors} change={change} />
      {terms.options && !shown.options && (
        <p class="soft">Its options were settled when it began: they can’t change any more.</p>
      )}
      <Problem words={task.problem} />
      {theirs && (
        <div class="room-not-loaded">
          <p dir="auto">{differenceWords(room, theirs).join(' ')} Save again to have yours in its place.</p>
          <button type="button" class="button" onClick={() => settle(theirs)}>
            Take theirs
          </button>
        </div>
      )}
      <div class="account-act">
        <button type="submit" class="button button-strong" aria-disabled={task.busy}>
          {task.busy ? 'Saving…' : 'Save'}
        </button>
        <span class="soft" role="status">
          {task.done && 'Saved. It is so for everybody.'}
        </span>
      </div>
    </form>
  )
}
