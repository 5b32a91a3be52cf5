import { initials, tone } from './avatar-face.ts'

/** A user's face: initials on the user's own tone. The name stands beside it, so a screen reader passes it by. */
export function Avatar({ id, name, away = false }: { id: string; name: string; away?: boolean }) {
  return (
    <span dir="auto" class={`avatar tone-${tone(id)}${away ? ' avatar-away' : ''}`} aria-hidden="true">
      {initials(name)}
    </span>
  )
}
