import type { TargetedSubmitEvent } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useBound } from '../common/use-bound.ts'
import { AlertIcon } from './drawings/icons.tsx'

/** As much as a sign-in takes, in characters. */
const MAX_USERNAME = 200
const MAX_PASSWORD = 1000

export interface SignInForm {
  readonly username: string
  readonly password: string
  /** Keep the session for the whole browser, beyond its end. */
  readonly stay: boolean
}

interface Props {
  readonly error: string | undefined
  readonly busy: boolean
  signIn(form: SignInForm): Promise<void>
}

/** Name and password. What is wrong is said above the button, and the field to mend gets the focus. */
export function SignInFields({ error, busy, signIn }: Props) {
  const username = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)
  const stay = useRef<HTMLInputElement>(null)
  const [missing, setMissing] = useState<string | undefined>(undefined)
  const boundName = useBound(MAX_USERNAME)
  const boundPassword = useBound(MAX_PASSWORD)
  // What a field holds no more of is no refusal: what kept one out is told before it.
  const problem = missing ?? error ?? boundName.note ?? boundPassword.note
  const invalid = problem !== undefined
  useLayoutEffect(() => username.current?.focus(), [])
  useLayoutEffect(() => {
    if (error !== undefined) password.current?.select()
  }, [error])

  const submit = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    const form = { username: username.current?.value.trim() ?? '', password: password.current?.value ?? '' }
    const empty = form.username === '' ? username : form.password === '' ? password : undefined
    setMissing(
      empty === undefined ? undefined : empty === username ? 'Please type your name.' : 'Please type your password.',
    )
    if (empty !== undefined) empty.current?.focus()
    else void signIn({ ...form, stay: stay.current?.checked ?? false })
  }

  return (
    <form class="form" onSubmit={submit} noValidate>
      <label class="field">
        <span class="field-label">Name</span>
        <input
          ref={username}
          class="input"
          name="username"
          {...boundName.field}
          dir="auto"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={invalid}
          aria-describedby="sign-in-problem"
        />
      </label>
      <label class="field">
        <span class="field-label">Password</span>
        <input
          ref={password}
          class="input"
          name="password"
          {...boundPassword.field}
          type="password"
          autocomplete="current-password"
          aria-invalid={invalid}
          aria-describedby="sign-in-problem"
        />
      </label>
      <label class="check">
        <input ref={stay} type="checkbox" name="stay" />
        <span>
          Stay signed in <span class="soft">in this browser, not in this tab alone</span>
        </span>
      </label>
      <p id="sign-in-problem" class={invalid ? 'problem' : 'problem unseen'} role="alert">
        {invalid && <AlertIcon />}
        {problem}
      </p>
      <button type="submit" class="button button-strong button-wide" aria-disabled={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  )
}
