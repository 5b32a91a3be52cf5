import '../styles/drawings.css'
import type { Member } from '../../server/protocol/room-document.ts'
import { chosenTone, initials, tone } from '../common/avatar-face.ts'

/** More seats than this would not be told apart. */
const MOST_SEATS = 12
const CENTRE = { x: 120, y: 80 }

/** A room seen from above, with a table: those who are here sit at it, the seats of the missing are dashed. */
export function WaitingTable({ members, missing }: { members: readonly Member[]; missing: number }) {
  const seats = Math.min(members.length + missing, MOST_SEATS)
  const seated = members.slice(0, Math.max(seats - missing, 1))
  const { radius, size } = seats > 6 ? { radius: 50, size: 10 } : { radius: 46, size: 15 }
  return (
    <svg class="drawing drawing-waiting" viewBox="0 0 240 176" aria-hidden="true" focusable="false">
      <path class="wall" d="M168 168H34a2 2 0 0 1-2-2V10a2 2 0 0 1 2-2h172a2 2 0 0 1 2 2v156a2 2 0 0 1-2 2h-8" />
      <path class="door" d="M168 168v-30a30 30 0 0 1 30 30" />
      <circle class="table" cx={CENTRE.x} cy={CENTRE.y} r={radius - size - 5} />
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
    <g class={`seat tone-${tone(member.id)}`} style={chosenTone(member.color)}>
      <circle class="seat-face" cx={place.x} cy={place.y} r={size} />
      <text class="seat-name" x={place.x} y={place.y} dy="0.35em" font-size={size * 0.75}>
        {initials(member.name)}
      </text>
    </g>
  )
}
