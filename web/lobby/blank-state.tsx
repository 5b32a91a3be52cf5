import type { ComponentChildren } from 'preact'

interface Props {
  readonly drawing: ComponentChildren
  readonly title: string
  /** One or two sentences: what is the matter, and what to do about it. */
  readonly children?: ComponentChildren
  /** Buttons and links. */
  readonly actions?: ComponentChildren
  /** Said to screen readers as it appears: for what happens to the user, not for what they asked for. */
  readonly announced?: boolean
}

/** A pane with nothing in it but the reason why: a drawing, a line, a way on. */
export function BlankState({ drawing, title, children, actions, announced = false }: Props) {
  return (
    <div class="blank" role={announced ? 'status' : undefined}>
      {drawing}
      <h2 class="blank-title">{title}</h2>
      {children !== undefined && <div class="blank-text">{children}</div>}
      {actions !== undefined && <div class="blank-actions">{actions}</div>}
    </div>
  )
}
