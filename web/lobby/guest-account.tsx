import { useId, useRef } from 'preact/hooks'
import type { Account, OwnUser } from '../client/account.ts'
import { AccountForm } from './account-forms.tsx'
import { NewAccountFields } from './new-account-fields.tsx'
import { typed } from './task-form.tsx'
import { useTask } from './use-task.ts'

interface Props {
  readonly account: Account
  readonly user: OwnUser
  settled(user: OwnUser): void
}

/** Makes an account of a guest’s, who stays who they are. */
export function SettleForm({ account, user, settled }: Props) {
  const name = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const task = useTask(async () => {
    const wanted = {
      username: typed(name, 'Please type a name.'),
      password: typed(password, 'Please type a password.'),
    }
    settled(await account.signUp(wanted))
  })
  return (
    <AccountForm
      title="Make it an account"
      hint="You keep your seats, and all that you wrote and drew. A password of at least 8 characters of any kind lets you in again, anywhere."
      task={task}
      button={task.busy ? 'Making it…' : 'Make it an account'}
      done=""
      first={name}
    >
      <NewAccountFields name={name} password={password} known={user.name} refused={task.problem !== undefined} />
    </AccountForm>
  )
}

/** The end of a guest, for whom there is no way back. */
export function GuestEnd({ signOut }: { signOut(): void }) {
  const id = useId()
  return (
    <section class="account-part" aria-labelledby={id}>
      <h2 id={id} class="account-title">
        Sign out
      </h2>
      <p class="soft">
        A guest cannot come back: what you wrote and drew stays in its rooms, and your name is free for others.
      </p>
      <div class="account-act">
        <button type="button" class="button" onClick={signOut}>
          Sign out, for good
        </button>
      </div>
    </section>
  )
}
