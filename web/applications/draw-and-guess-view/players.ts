import { votesNeeded } from '../../../server/applications/draw-and-guess/players.ts'
import { playersHere } from '../../../server/applications/draw-and-guess/players-here.ts'
import { standings } from '../../../server/applications/draw-and-guess/scoring.ts'
import type { Member } from '../../../server/protocol/room-document.ts'
import { drawerOf, type GuessSeen } from './seen.ts'

/** Somebody in the list of players. */
export interface PlayerRow {
  readonly id: string
  readonly name: string
  /** As `#rrggbb`, of one who is there and has chosen one. */
  readonly color: string | undefined
  readonly points: number
  /** From 1; the same for those with as many points. */
  readonly place: number
  /** What the turn that is just over gave them. */
  readonly gain: number | undefined
  readonly draws: boolean
  readonly solved: boolean
  /** `away`: their connection is lost; `left`: they are not in the room; `out`: they were voted out. */
  readonly being: 'here' | 'away' | 'left' | 'out'
  /** Who wants them out. */
  readonly votes: number
  readonly voted: boolean
  /** Whether the reader may vote for it. */
  readonly mayVote: boolean
}

interface Reader {
  readonly user: string
  readonly members: readonly Member[]
  readonly spectating: boolean
}

/** Everybody who plays, the best first. */
export function playerRows(seen: GuessSeen, { user, members, spectating }: Reader): readonly PlayerRow[] {
  const { phase, votedOut, votes } = seen
  const here = playersHere(seen, members)
  // With two there is never more than one vote.
  const voting = here.length > 2 && !spectating && here.some(({ id }) => id === user)
  return standings(seen.players).map(({ user: id, name, points, place }) => {
    const member = members.find((each) => each.id === id)
    const voters = votes[id] ?? []
    return {
      ...{ id, name, color: member?.color, points, place },
      gain: phase.name === 'answer' ? phase.gains[id] : undefined,
      draws: drawerOf(seen) === id,
      solved: phase.name === 'drawing' && phase.solved.includes(id),
      being: votedOut.includes(id) ? 'out' : beingOf(member),
      votes: voters.length,
      voted: voters.includes(user),
      mayVote: voting && id !== user && here.some((each) => each.id === id) && !voters.includes(user),
    }
  })
}

/** How many votes put one of those out who play. */
export function votesToGo(seen: GuessSeen, members: readonly Member[]): number {
  return votesNeeded(playersHere(seen, members).length)
}

function beingOf(member: Member | undefined): 'here' | 'away' | 'left' {
  if (!member) return 'left'
  return member.connected ? 'here' : 'away'
}
