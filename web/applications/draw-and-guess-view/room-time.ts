import { ANSWERING, CHOOSING } from '../../../server/applications/draw-and-guess/state.ts'
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
  #last: Look | undefined
  /** Since when the room was seen to be paused, by the page's clock. */
  #pausedAt: number | undefined
  /** How long it stood without the game being told of it: nobody had left. */
  #stood = 0

  look(look: Look): void {
    const before = this.#last
    this.#last = look
    const same = before !== undefined && endOf(before.seen) === endOf(look.seen)
    if (!same) this.#stood = 0
    this.#pause(look, same)
    const length = lengthOf(look.seen)
    const end = endOf(look.seen)
    if (!before || length === undefined || end === undefined || before.seen.phase.name === look.seen.phase.name) return
    this.#ahead.push(look.now - (end - length))
    if (this.#ahead.length > REMEMBERED) this.#ahead.shift()
  }

  /** In milliseconds; undefined while nothing runs out. */
  left({ seen, status, now }: Look): number | undefined {
    const [end, length] = [endOf(seen), lengthOf(seen)]
    if (end === undefined || length === undefined) return undefined
    const ahead = this.#ahead.length > 0 ? Math.min(...this.#ahead) : 0
    const stands = this.#pausedAt ?? now
    const time = status === 'paused' ? (seen.heldSince ?? stands - ahead) : now - ahead
    return Math.min(length, Math.max(0, end + this.#stood - time))
  }

  #pause({ seen, status, now }: Look, same: boolean): void {
    if (status === 'paused') {
      this.#pausedAt ??= now
      return
    }
    if (this.#pausedAt !== undefined && same && seen.heldSince === null) this.#stood += now - this.#pausedAt
    this.#pausedAt = undefined
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
