import type { TargetedSubmitEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { Problem } from '../../problem.tsx'
import { typed } from '../../task-form.tsx'
import { useTask } from '../../use-task.ts'
import type { Change } from './change.ts'

/** Opens a private room to somebody, by the name with which they sign in. */
export function InviteForm({ roomId, change }: { roomId: string; change: Change }) {
  const input = useRef<HTMLInputElement>(null)
  const task = useTask(async () => {
    const username = typed(input, 'Please type a name.')
    await change((rooms) => rooms.invite(roomId, { username }))
    if (input.current) input.current.value = ''
  })
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    task.run()
  }
  return (
    <form class="keeping-form" onSubmit={submit} noValidate>
      <label class="field">
        <span class="field-label">Invite by sign-in name</span>
        <input
          ref={input}
          class="input"
          maxLength={200}
          dir="auto"
          autocomplete="off"
          aria-invalid={task.problem !== undefined}
        />
      </label>
      <button type="submit" class="button button-small" aria-disabled={task.busy}>
        Invite
      </button>
      <Problem words={task.problem} />
      <span class="soft" role="status">
        {task.done && 'Invited.'}
      </span>
    </form>
  )
}
