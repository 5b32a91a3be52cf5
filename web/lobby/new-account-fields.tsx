import type { RefObject } from 'preact'
import { PasswordField } from './task-form.tsx'

const MAX_USERNAME = 100

interface Props {
  readonly name: RefObject<HTMLInputElement | null>
  readonly password: RefObject<HTMLInputElement | null>
  /** What whoever it is for is called so far. */
  readonly known?: string | undefined
  readonly refused: boolean
}

/** What an account needs: a name, and a password. */
export function NewAccountFields({ name, password, known, refused }: Props) {
  return (
    <>
      <label class="field">
        <span class="field-label">Name</span>
        <input
          ref={name}
          class="input"
          {...(known !== undefined && { defaultValue: known })}
          maxLength={MAX_USERNAME}
          dir="auto"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={refused}
        />
      </label>
      <PasswordField label="Password" input={password} autocomplete="new-password" />
    </>
  )
}
