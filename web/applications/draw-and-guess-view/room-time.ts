import { ANSWERING, CHOOSING, type Phase } from '../../../server/applications/draw-and-guess/state.ts'
import type { RoomStatus } from '../../../server/protocol/room-document.ts'
import type { GuessSeen } from './seen.ts'

/** How many beginnings are remembered: the clock of a machine may be set meanwhile. */
const REMEMBERED = 5

type Timed = Pick<GuessSeen, 'phase' | 'settings' | 'heldSince'>

/** One look at a game. */
export interface Look {
  readonly seen: Timed
  readonly status: RoomStatus
  /** What the page's own clock says, in milliseconds since 1970. */
  readonly now: number
}

/**
 * How much time is left, though the page's clock may be off, and the game's stands still while its room is paused. Nobody
 * tells a page the server's time; but whatever begins in front of it says when it ends, and so when it began. News can
 * only be late, never early: of the last beginnings the one that came soonest is right. Before the first one the page's
 * own clock is believed, within what is possible.
 */
export class RoomTime {
  /** How far the page's clock was ahead of the server's, each time something began. */
  readonly #ahead: number[] = []
  #phase: Phase['name'] | undefined

  look({ seen, now }: Look): void {
    const before = this.#phase
    this.#phase = seen.phase.name
    const [end, length] = [endOf(seen), lengthOf(seen)]
    if (before === undefined || before === this.#phase || end === undefined || length === undefined) return
    this.#ahead.push(now - (end - length))
    if (this.#ahead.length > REMEMBERED) this.#ahead.shift()
  }

  /** In milliseconds; undefined while nothing runs out. */
  left({ seen, status, now }: Look): number | undefined {
    const [end, length] = [endOf(seen), lengthOf(seen)]
    if (end === undefined || length === undefined) return undefined
    const ahead = this.#ahead.length > 0 ? Math.min(...this.#ahead) : 0
    // The game notes when it may come to stand, and puts its end off once it goes on.
    const time = status === 'paused' && seen.heldSince !== null ? seen.heldSince : now - ahead
    return Math.min(length, Math.max(0, end - time))
  }
}

function endOf({ phase }: Timed): number | undefined {
  return 'endsAt' in phase ? phase.endsAt : undefined
}

/** How long what runs out takes in all, in milliseconds; undefined while nothing does. */
export function lengthOf({ phase, settings }: Omit<Timed, 'heldSince'>): number | undefined {
  switch (phase.name) {
    case 'choosing':
      return CHOOSING
    case 'drawing':
      return settings.turn * 1000
    case 'answer':
      return ANSWERING
    default:
      return undefined
  }
}
