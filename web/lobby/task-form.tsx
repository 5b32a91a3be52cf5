import type { ComponentChildren, RefObject, TargetedSubmitEvent } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { SocDrawError } from '../../server/protocol/errors.ts'
import { Problem } from './problem.tsx'
import type { Task } from './use-task.ts'

const MAX_PASSWORD = 1000

interface FormProps {
  readonly task: Task
  readonly button: string
  readonly done: string
  readonly danger?: boolean
  /** The field that is to be mended when something is refused. */
  readonly first: RefObject<HTMLInputElement | null>
  readonly children: ComponentChildren
}

/** Fields and one button; below them, how that went. */
export function TaskForm({ task, button, done, danger, first, children }: FormProps) {
  useLayoutEffect(() => {
    if (task.problem !== undefined) first.current?.focus()
  }, [task.problem])
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    task.run()
  }
  return (
    <form class="form" onSubmit={submit} noValidate>
      {children}
      <Problem words={task.problem} />
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
  )
}

interface FieldProps {
  readonly label: string
  readonly input: RefObject<HTMLInputElement | null>
  readonly autocomplete: 'current-password' | 'new-password'
}

export function PasswordField({ label, input, autocomplete }: FieldProps) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <input ref={input} class="input" type="password" autocomplete={autocomplete} maxLength={MAX_PASSWORD} required />
    </label>
  )
}

/** For password managers, which keep a password by the name that one signs in with. */
export function HiddenUsername({ username }: { username: string }) {
  return <input class="unseen" tabIndex={-1} aria-hidden="true" autocomplete="username" value={username} readOnly />
}

/** @throws SocDrawError that says what is missing */
export function typed(field: RefObject<HTMLInputElement | null>, missing: string): string {
  const value = field.current?.value ?? ''
  if (value === '') throw new SocDrawError('INVALID_MESSAGE', missing)
  return value
}
