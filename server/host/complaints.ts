import type { Clock } from '../protocol/clock.ts'

/** How long the same complaint is not made again, in milliseconds. */
const QUIET_FOR = 60_000
/** How many complaints are remembered; the earliest is forgotten first. */
const REMEMBERED = 100

/** Lets one trouble be told once a minute, however often it happens. */
export class Complaints {
  readonly #clock: Clock
  /** When each was made last, the earliest first. */
  readonly #made = new Map<string, number>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether this one is to be made now. */
  isDue(complaint: string): boolean {
    const now = this.#clock.now()
    const last = this.#made.get(complaint)
    if (last !== undefined && Math.abs(now - last) < QUIET_FOR) return false
    this.#made.delete(complaint)
    const [earliest] = this.#made.keys()
    if (this.#made.size >= REMEMBERED && earliest !== undefined) this.#made.delete(earliest)
    this.#made.set(complaint, now)
    return true
  }
}
