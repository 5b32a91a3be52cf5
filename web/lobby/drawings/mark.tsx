/** The sign of soc-draw: a room, seen from above, with its door open. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path class="mark-walls" d="M9 17.5H4A1.5 1.5 0 0 1 2.5 16V4A1.5 1.5 0 0 1 4 2.5h12A1.5 1.5 0 0 1 17.5 4v13.5" />
      <path class="mark-door" d="M9 17.5V9a8.5 8.5 0 0 1 8.5 8.5" />
    </svg>
  )
}
