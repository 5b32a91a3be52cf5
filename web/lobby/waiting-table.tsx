import type { Member } from '../../server/protocol/room-document.ts'
import { initials, tone } from '../common/avatar-face.ts'

/** More seats than this would not be told apart. */
const MOST_SEATS = 12
const CENTRE = { x: 120, y: 76 }

/** A room seen from above, with a table: those who are here sit at it, the seats of the missing are dashed. */
export function WaitingTable({ members, missing }: { members: readonly Member[]; missing: number }) {
  const seats = Math.min(members.length + missing, MOST_SEATS)
  const seated = members.slice(0, Math.max(seats - missing, 1))
  const radius = seats > 6 ? 50 : 44
  const size = seats > 6 ? 12 : 16
  return (
    <svg class="drawing drawing-waiting" viewBox="0 0 240 152" aria-hidden="true" focusable="false">
      <path class="wall" d="M178 142H42a2 2 0 0 1-2-2V12a2 2 0 0 1 2-2h156a2 2 0 0 1 2 2v96" />
      <path class="door" d="M200 108h-22m22 34" />
      <path class="door" d="M178 142v-34a34 34 0 0 1 22 0" />
      <circle class="thin" cx={CENTRE.x} cy={CENTRE.y} r={radius - size - 8} />
      {Array.from({ length: seats }, (_, at) => {
        const angle = (at / seats) * 2 * Math.PI + Math.PI
        const place = { x: CENTRE.x + radius * Math.cos(angle), y: CENTRE.y + radius * Math.sin(angle) }
        const member = seated[at]
        return member === undefined ? (
          <circle key={at} class="seat-missing" cx={place.x} cy={place.y} r={size} />
        ) : (
          <Seated key={member.id} member={member} place={place} size={size} />
        )
      })}
    </svg>
  )
}

function Seated({ member, place, size }: { member: Member; place: { x: number; y: number }; size: number }) {
  return (
    <g class={`seat tone-${tone(member.id)}`}>
      <circle class="seat-face" cx={place.x} cy={place.y} r={size} />
      <text class="seat-name" x={place.x} y={place.y} dy="0.35em" font-size={size * 0.75}>
        {initials(member.name)}
      </text>
    </g>
  )
}
