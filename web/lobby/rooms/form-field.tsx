import type { ComponentChild } from 'preact'
import { useId } from 'preact/hooks'

/** What a control is to have, so that its words are read with it. */
interface Described {
  readonly id: string
  readonly 'aria-describedby': string
  readonly 'aria-invalid': boolean
}

interface Props {
  readonly label: string
  readonly hint?: string | undefined
  readonly error: string | undefined
  children(described: Described): ComponentChild
}

/** A control with its name, what is to be known of it, and what is wrong with it. */
export function FormField({ label, hint, error, children }: Props) {
  const id = useId()
  const [hintId, errorId] = [`${id}-hint`, `${id}-error`]
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': `${errorId} ${hintId}`, 'aria-invalid': error !== undefined })}
      <p id={errorId} class="field-error">
        {error}
      </p>
      <p id={hintId} class="soft">
        {hint}
      </p>
    </div>
  )
}
