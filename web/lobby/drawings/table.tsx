/** A round table with seats about it, of which the first `taken` are taken. */
export function Table({ x, y, seats, taken }: { x: number; y: number; seats: number; taken: number }) {
  const places = Array.from({ length: seats }, (_, at) => (at / seats) * 2 * Math.PI - Math.PI / 2)
  return (
    <g>
      <circle class="thin" cx={x} cy={y} r={13} />
      {places.map((angle, at) => (
        <circle
          key={angle}
          class={at < taken ? 'seat-taken' : 'dashed'}
          cx={x + 23 * Math.cos(angle)}
          cy={y + 23 * Math.sin(angle)}
          r={5}
        />
      ))}
    </g>
  )
}
