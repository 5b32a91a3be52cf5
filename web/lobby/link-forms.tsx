import { useLayoutEffect, useRef } from 'preact/hooks'
import type { LinkApi } from './link-api.ts'
import { NewAccountFields } from './new-account-fields.tsx'
import type { Session } from './session-store.ts'
import { HiddenUsername, PasswordField, TaskForm, typed } from './task-form.tsx'
import type { Guest } from './use-guest.ts'
import { useTask } from './use-task.ts'

interface Props {
  readonly api: LinkApi
  /** Somebody is signed in now; `stay`: in the whole browser, beyond its end. */
  begin(session: Session, stay: boolean): void
}

/** Sets the password of whoever lost it. */
export function ResetForm({ api, username, begin }: Props & { readonly username: string }) {
  const password = useRef<HTMLInputElement>(null)
  const task = useTask(async () => begin(await api.reset(typed(password, 'Please type a new password.')), false))
  useLayoutEffect(() => password.current?.focus(), [])
  return (
    <>
      <p class="soft">
        For <strong>{username}</strong>: at least 8 characters of any kind. It signs you out everywhere else.
      </p>
      <TaskForm task={task} button={task.busy ? 'Setting…' : 'Set the password'} done="" first={password}>
        <HiddenUsername username={username} />
        <PasswordField label="New password" input={password} autocomplete="new-password" />
      </TaskForm>
    </>
  )
}

const CHOOSE = 'Choose the name that others see, and a password of at least 8 characters of any kind.'
const HINTS = {
  'set-up': `Nobody looks after it yet: you will be its administrator, who sees every room and lets others in. ${CHOOSE}`,
  invitation: `You were invited. ${CHOOSE}`,
  open: CHOOSE,
} as const

interface NewAccountProps extends Props {
  readonly kind: keyof typeof HINTS
  /** Who is here without an account: they stay who they are, and where. */
  readonly guest?: Guest | undefined
}

/** Makes an account. */
export function NewAccountForm({ api, kind, guest: present, begin }: NewAccountProps) {
  // Whoever sets up a server is its administrator, and nobody that was here before.
  const guest = kind === 'set-up' ? undefined : present
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const stay = useRef<HTMLInputElement>(null)
  const task = useTask(async () => {
    const wanted = {
      username: typed(name, 'Please type a name.'),
      password: typed(password, 'Please type a password.'),
    }
    if (guest) begin(await api.settle(guest, wanted), true)
    else begin(await api.signUp(wanted), stay.current?.checked ?? false)
  })
  useLayoutEffect(() => name.current?.focus(), [])
  return (
    <>
      <p class="soft">
        {HINTS[kind]}
        {guest && ' You keep your seats, and all that you wrote and drew as a guest.'}
      </p>
      <TaskForm task={task} button={task.busy ? 'Making it…' : 'Make the account'} done="" first={name}>
        <NewAccountFields
          name={name}
          password={password}
          known={guest?.user.name}
          refused={task.problem !== undefined}
        />
        {!guest && (
          <label class="check">
            <input ref={stay} type="checkbox" name="stay" />
            <span>
              Stay signed in <span class="soft">in this browser, not in this tab alone</span>
            </span>
          </label>
        )}
      </TaskForm>
    </>
  )
}
