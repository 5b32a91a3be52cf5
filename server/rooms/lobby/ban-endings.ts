import type { Clock } from '../../protocol/clock.ts'
import type { Report, RoomRecord } from '../ports.ts'

/** After how long the clock is asked again at the latest, in milliseconds: one that is set forward holds nothing up for longer. */
const ASKED_EVERY = 60_000

/** Of so many rooms at most it is known when a ban ends: further ones are seen when the list is looked at anew. */
const MOST_ROOMS = 10_000

export interface BanEndingsParts {
  readonly clock: Clock
  readonly report: Report
  /** Bans of a room have ended, the first of them at this time: whom that concerns is to be told. One that rejects is tried again. */
  ended(roomId: string, first: number): Promise<void>
}

/**
 * When bans end by their time alone: nothing happens then that anybody would be told of, and yet a room is somebody's again.
 * Known of those rooms that were kept from somebody's list by a ban, or changed while there were any.
 */
export class BanEndings {
  readonly #parts: BanEndingsParts
  /** By room: when its next ban ends, or the first did of those not told of; and when that is to be looked at. */
  readonly #ends = new Map<string, { readonly first: number; readonly due: number }>()
  #due = Number.POSITIVE_INFINITY
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(parts: BanEndingsParts) {
    this.#parts = parts
  }

  /** A room's bans are these now. */
  note({ id, bans = [] }: RoomRecord): void {
    const now = this.#parts.clock.now()
    const times = bans.flatMap(({ until }) => (until !== null && until > now ? [until] : []))
    if (times.length === 0) this.#ends.delete(id)
    else if (this.#ends.has(id) || this.#ends.size < MOST_ROOMS) this.#await(id, Math.min(...times))
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
    this.#ends.clear()
  }

  #await(roomId: string, first: number, due = first): void {
    if (this.#stopped) return
    this.#ends.set(roomId, { first, due })
    if (this.#cancel === undefined || due < this.#due) this.#wait()
  }

  #wait(): void {
    this.#cancel?.()
    this.#cancel = undefined
    if (this.#ends.size === 0) return
    const { clock } = this.#parts
    this.#due = [...this.#ends.values()].reduce((soonest, { due }) => Math.min(soonest, due), Number.POSITIVE_INFINITY)
    const wait = Math.min(Math.max(0, this.#due - clock.now()), ASKED_EVERY)
    this.#cancel = clock.setTimer(wait, () => this.#look())
  }

  #look(): void {
    const now = this.#parts.clock.now()
    for (const [roomId, { first, due }] of this.#ends) {
      if (due > now) continue
      this.#ends.delete(roomId)
      void this.#tell(roomId, first)
    }
    this.#wait()
  }

  async #tell(roomId: string, first: number): Promise<void> {
    const { report, ended, clock } = this.#parts
    try {
      await ended(roomId, first)
    } catch (error) {
      report(error, { room: roomId, doing: 'telling of a ban that has ended' })
      this.#await(roomId, first, clock.now() + ASKED_EVERY)
    }
  }
}

/** The ids of those whose bans have ended between two times. */
export function endedBetween({ bans = [] }: RoomRecord, first: number, now: number): ReadonlySet<string> {
  return new Set(bans.flatMap(({ user, until }) => (until !== null && until >= first && until <= now ? [user] : [])))
}
