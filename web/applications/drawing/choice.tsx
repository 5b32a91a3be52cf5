import type { ComponentChildren } from 'preact'

interface ChoiceProps {
  readonly name: string
  /** Its key. */
  readonly hint?: string
  readonly chosen: boolean
  choose(): void
  readonly children: ComponentChildren
}

/** One of several things of which one is in one's hand. */
export function Choice({ name, hint, chosen, choose, children }: ChoiceProps) {
  return (
    <button
      type="button"
      class="drawing-choice"
      aria-label={name}
      aria-pressed={chosen}
      title={hint ? `${name} (${hint})` : name}
      onClick={choose}
    >
      {children}
    </button>
  )
}
