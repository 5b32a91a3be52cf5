import type { ComponentChildren } from 'preact'

/** A 16-pixel line icon. Its button or link carries the name. */
export function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}
