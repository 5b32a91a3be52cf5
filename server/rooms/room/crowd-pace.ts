import { BEAT } from '../log/committer.ts'
import type { CommitKind } from '../log/room-log.ts'

/** For how long a room is quiet about who comes and goes, in milliseconds for each connection that is to be told. */
const PER_CONNECTION = 0.1
/** People are not to wait at a door for longer, nor to be shown who has long gone. */
const SLOWEST = 250

const COMINGS_AND_GOINGS: ReadonlySet<CommitKind> = new Set(['join', 'leave', 'connect', 'disconnect'])

/**
 * The least time between two tellings of who came and went, in milliseconds. Each coming is told to all who are there, so
 * what it costs would grow with the room: instead those of a time that grows with the room are told of together, and
 * telling takes the same small share of a core, however large the room and however many come. After quiet nobody waits.
 */
export function crowdPace(connections: number, frameInterval: number): number {
  const pace = PER_CONNECTION * connections
  // Below that it would save nothing: what comes within a beat is stored together, and leaves together.
  return pace > BEAT ? Math.max(frameInterval, Math.min(SLOWEST, pace)) : frameInterval
}

/** Whether a commit is told of at the crowd's pace: whatever else the room does is shown with the next frame, and these with it. */
export function isOfCrowd(kind: CommitKind): boolean {
  return COMINGS_AND_GOINGS.has(kind)
}
