import type { ComponentChildren, RefObject, TargetedSubmitEvent } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Account } from '../client/account.ts'
import { AlertIcon } from './drawings/icons.tsx'
import { type Task, useTask } from './use-task.ts'

const MAX_NAME = 100
const MAX_PASSWORD = 1000

interface FormProps {
  readonly title: string
  readonly hint: string
  readonly task: Task
  readonly button: string
  readonly done: string
  readonly danger?: boolean
  /** The field that is to be mended when something is refused. */
  readonly first: RefObject<HTMLInputElement | null>
  readonly children: ComponentChildren
}

/** A part of the account with fields and one button; below it, how that went. */
function AccountForm({ title, hint, task, button, done, danger, first, children }: FormProps) {
  const id = useId()
  useLayoutEffect(() => {
    if (task.problem !== undefined) first.current?.focus()
  }, [task.problem])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    task.run()
  }
  return (
    <section class="account-part" aria-labelledby={id}>
      <h2 id={id} class="account-title">
        {title}
      </h2>
      <p class="soft">{hint}</p>
      <form class="form" onSubmit={submit} noValidate>
        {children}
        <p class={task.problem === undefined ? 'problem unseen' : 'problem'} role="alert">
          {task.problem !== undefined && <AlertIcon />}
          {task.problem}
        </p>
        <div class="account-act">
          <button
            type="submit"
            class={danger ? 'button button-danger' : 'button button-strong'}
            aria-disabled={task.busy}
          >
            {button}
          </button>
          <span class="soft" role="status">
            {task.done && done}
          </span>
        </div>
      </form>
    </section>
  )
}

interface FieldProps {
  readonly label: string
  readonly input: RefObject<HTMLInputElement | null>
  readonly autocomplete: 'current-password' | 'new-password'
}

function PasswordField({ label, input, autocomplete }: FieldProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input ref={input} class="input" type="password" autocomplete={autocomplete} maxLength={MAX_PASSWORD} required />
    </label>
  )
}

/** For password managers, which keep a password by the name that one signs in with. */
function HiddenUsername({ username }: { username: string }) {
  return <input class="unseen" tabIndex={-1} aria-hidden="true" autocomplete="username" value={username} readOnly />
}

interface NameProps {
  readonly account: Account
  readonly name: string
  renamed(name: string): void
}

/** What others see. */
export function NameForm({ account, name, renamed }: NameProps) {
  const input = useRef<HTMLInputElement>(null)
  const task = useTask(async () => renamed((await account.change({ name: typed(input, 'Please type a name.') })).name))
  return (
    <AccountForm
      title="Name"
      hint="What others see. You sign in with the name that you have always had."
      task={task}
      button={task.busy ? 'Saving…' : 'Save the name'}
      done="Saved. Rooms show it from now on."
      first={input}
    >
      <label class="field">
        <span class="field-label">Shown name</span>
        <input
          ref={input}
          class="input"
          defaultValue={name}
          maxLength={MAX_NAME}
          dir="auto"
          autocomplete="nickname"
          aria-invalid={task.problem !== undefined}
        />
      </label>
    </AccountForm>
  )
}

interface OwnProps {
  readonly account: Account
  /** What one signs in with. */
  readonly username: string
}

export function PasswordForm({ account, username, changed }: OwnProps & { changed(): void }) {
  const old = useRef<HTMLInputElement>(null)
  const wanted = useRef<HTMLInputElement>(null)
  const task = useTask(async () => {
    const change = {
      old: typed(old, 'Please type your present password.'),
      wanted: typed(wanted, 'Please type a new password.'),
    }
    await account.changePassword(change)
    for (const field of [old, wanted]) if (field.current) field.current.value = ''
    changed()
  })
  return (
    <AccountForm
      title="Password"
      hint="At least 8 characters of any kind. Changing it signs you out everywhere else."
      task={task}
      button={task.busy ? 'Changing…' : 'Change the password'}
      done="Changed. You are signed in here only."
      first={old}
    >
      <HiddenUsername username={username} />
      <PasswordField label="Present password" input={old} autocomplete="current-password" />
      <PasswordField label="New password" input={wanted} autocomplete="new-password" />
    </AccountForm>
  )
}

/** Asks a second time, by the password: there is no way back. */
export function DeletionForm({ account, username, deleted }: OwnProps & { deleted(): void }) {
  const [asked, setAsked] = useState(false)
  const password = useRef<HTMLInputElement>(null)
  const title = useId()
  const task = useTask(async () => {
    await account.delete(typed(password, 'Please type your password.'))
    deleted()
  })
  useLayoutEffect(() => {
    if (asked) password.current?.focus()
  }, [asked])
  if (asked) {
    return (
      <AccountForm
        title="Delete the account"
        hint="This cannot be undone. What you wrote and drew stays in its rooms; your name is free for others."
        task={task}
        button={task.busy ? 'Deleting…' : 'Delete it for good'}
        done=""
        danger
        first={password}
      >
        <HiddenUsername username={username} />
        <PasswordField label="Your password" input={password} autocomplete="current-password" />
      </AccountForm>
    )
  }
  return (
    <section class="account-part" aria-labelledby={title}>
      <h2 id={title} class="account-title">
        Delete the account
      </h2>
      <p class="soft">What you wrote and drew stays in its rooms.</p>
      <div class="account-act">
        <button type="button" class="button" onClick={() => setAsked(true)}>
          Delete…
        </button>
      </div>
    </section>
  )
}

/** @throws SocDrawError that says what is missing */
function typed(field: RefObject<HTMLInputElement | null>, missing: string): string {
  const value = field.current?.value ?? ''
  if (value === '') throw new SocDrawError('INVALID_MESSAGE', missing)
  return value
}
