import '../../styles/drawings.css'
import type { ComponentChildren } from 'preact'
import { FRAME } from './frame.ts'

/**
 * The frame of the page's drawings. All of them are floor plans: walls, doors with their swing, tables with seats. They say
 * nothing that the words beside them don't, so a screen reader passes them by.
 */
export function Drawing({ children }: { children: ComponentChildren }) {
  return (
    <svg class="drawing" viewBox={FRAME} aria-hidden="true" focusable="false">
      {children}
    </svg>
  )
}
