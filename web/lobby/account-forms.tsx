import type { ComponentProps } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { SocDrawError } from '../../server/protocol/errors.ts'
import type { Account, OwnUser } from '../client/account.ts'
import { HiddenUsername, PasswordField, TaskForm, typed } from './task-form.tsx'
import { useTask } from './use-task.ts'

const MAX_NAME = 100

export interface AccountFormProps extends ComponentProps<typeof TaskForm> {
  readonly title: string
  readonly hint: string
}

/** A part of the account with a form. */
export function AccountForm({ title, hint, ...form }: AccountFormProps) {
  const id = useId()
  return (
    <section class="account-part" aria-labelledby={id}>
      <h2 id={id} class="account-title">
        {title}
      </h2>
      <p class="soft">{hint}</p>
      <TaskForm {...form} />
    </section>
  )
}

/**
 * Changes the account, as it was seen last. Where it was changed elsewhere meanwhile, it is looked at anew, so that the next
 * attempt is made in the knowledge of that: `words` say what it is then.
 */
export async function changeAccount(
  account: Account,
  change: Parameters<Account['change']>[0],
  words: (user: OwnUser) => string,
): Promise<OwnUser> {
  try {
    return await account.change(change)
  } catch (error) {
    if (!(error instanceof SocDrawError) || error.code !== 'CHANGED_MEANWHILE') throw error
    throw new SocDrawError('CHANGED_MEANWHILE', words(await account.get()))
  }
}

interface NameProps {
  readonly account: Account
  /** Whether one has a name to sign in with, which stays as it is. */
  readonly signsIn: boolean
  readonly name: string
  changed(user: OwnUser): void
}

/** What others see. */
export function NameForm({ account, signsIn, name, changed }: NameProps) {
  const input = useRef<HTMLInputElement>(null)
  const task = useTask(async () => {
    const change = { name: typed(input, 'Please type a name.') }
    const elsewhere = (user: OwnUser): string =>
      `It was changed elsewhere meanwhile, to “${user.name}”. Save again to have yours.`
    changed(await changeAccount(account, change, elsewhere))
  })
  return (
    <AccountForm
      title="Name"
      hint={`What others see.${signsIn ? ' You sign in with the name that you have always had.' : ''}`}
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
