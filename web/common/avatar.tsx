import { chosenTone, initials, tone } from './avatar-face.ts'

interface Props {
  readonly id: string
  readonly name: string
  /** As `#rrggbb`; a tone of the page's where they have chosen none. */
  readonly color?: string | undefined
  readonly away?: boolean
}

/** A user's face: initials on the user's own colour. The name stands beside it, so a screen reader passes it by. */
export function Avatar({ id, name, color, away = false }: Props) {
  const chosen = away ? undefined : chosenTone(color)
  return (
    <span
      dir="auto"
      class={`avatar tone-${tone(id)}${away ? ' avatar-away' : ''}`}
      {...(chosen && { style: chosen })}
      aria-hidden="true"
    >
      {initials(name)}
    </span>
  )
}
