import { useRef } from 'preact/hooks'
import { enterAsGuest } from '../client/sign-up.ts'
import { useRouter } from './page-context.ts'
import type { Session } from './session-store.ts'
import { TaskForm, typed } from './task-form.tsx'
import { useTask } from './use-task.ts'

const MAX_NAME = 100

/** Below the sign-in: for whoever has no account, and needs none today. */
export function GuestForm({ begin }: { begin(session: Session): void }) {
  const router = useRouter()
  const name = useRef<HTMLInputElement>(null)
  const task = useTask(async () => {
    const wanted = typed(name, 'Please type a name.')
    begin(await enterAsGuest(window.location.origin + router.href({ page: 'lobby' }), wanted))
  })
  return (
    <section class="guest" aria-labelledby="guest-title">
      <h2 id="guest-title" class="guest-title">
        No account?
      </h2>
      <TaskForm task={task} button={task.busy ? 'Coming in…' : 'Continue as a guest'} done="" first={name}>
        <label class="field">
          <span class="field-label">Name that others see</span>
          <input
            ref={name}
            class="input"
            maxLength={MAX_NAME}
            dir="auto"
            autocomplete="nickname"
            spellcheck={false}
            aria-invalid={task.problem !== undefined}
          />
        </label>
      </TaskForm>
      <p class="soft">It needs no password, and is yours in this browser until you have been away for a day.</p>
    </section>
  )
}
