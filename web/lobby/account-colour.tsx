import { useRef, useState } from 'preact/hooks'
import type { Account, OwnUser } from '../client/account.ts'
import { Avatar } from '../common/avatar.tsx'
import { AccountForm, changeAccount } from './account-forms.tsx'
import { useTask } from './use-task.ts'

/** Where nothing is chosen, a browser's own field would begin with black. */
const FIRST = '#2f7f9f'
const ELSEWHERE = 'Your account was changed elsewhere meanwhile. Save again to have this colour.'

interface Props {
  readonly account: Account
  readonly user: OwnUser
  changed(user: OwnUser): void
}

/** What others see beside the name. */
export function ColourForm({ account, user, changed }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [color, show] = useState(user.color ?? undefined)
  const task = useTask(async () => {
    const change = { color: input.current?.value ?? FIRST }
    changed(await changeAccount(account, change, () => ELSEWHERE))
  })
  return (
    <AccountForm
      title="Colour"
      hint="Behind your initials, for everybody in your rooms."
      task={task}
      button={task.busy ? 'Saving…' : 'Save the colour'}
      done="Saved. Rooms show it from now on."
      first={input}
    >
      <label class="field">
        <span class="field-label">Your colour</span>
        <span class="account-colour">
          <input
            ref={input}
            class="input account-colour-input"
            type="color"
            defaultValue={color ?? FIRST}
            onInput={({ currentTarget }) => show(currentTarget.value)}
          />
          <Avatar id={user.id} name={user.name} color={color} />
        </span>
      </label>
    </AccountForm>
  )
}
