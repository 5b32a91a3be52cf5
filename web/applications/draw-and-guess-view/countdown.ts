import type { Clock } from '../../../server/protocol/clock.ts'
import type { RoomStatus } from '../../../server/protocol/room-document.ts'
import { lengthOf, RoomTime } from './room-time.ts'
import type { GuessSeen } from './seen.ts'

/** From how many seconds on time presses. */
export const URGENT = 10

export interface CountdownParts {
  readonly clock: Clock
  /** `seconds` is another number. */
  changed(): void
  /** One of the last seconds of a turn has begun. */
  pressing(): void
}

type Timed = Pick<GuessSeen, 'phase' | 'settings' | 'heldSince'>

/** Counts the seconds of a turn down, by the server's time as far as the page can tell it. */
export class Countdown {
  readonly #parts: CountdownParts
  readonly #time = new RoomTime()
  #seen: Timed | undefined
  #status: RoomStatus = 'waiting'
  #seconds: number | undefined
  #cancel: () => void = () => undefined

  constructor(parts: CountdownParts) {
    this.#parts = parts
  }

  /** How many seconds are left, begun ones too; undefined while nothing runs out. */
  get seconds(): number | undefined {
    return this.#seconds
  }

  /** How many seconds what runs out has in all. */
  get length(): number {
    return ((this.#seen && lengthOf(this.#seen)) || 1000) / 1000
  }

  follow(seen: Timed, status: RoomStatus): void {
    this.#seen = seen
    this.#status = status
    this.#time.look({ seen, status, now: this.#parts.clock.now() })
    this.#seconds = this.#count()
  }

  destroy(): void {
    this.#cancel()
  }

  /** Sets the timer for the next second, where one runs. */
  #count(): number | undefined {
    this.#cancel()
    const [seen, status] = [this.#seen, this.#status]
    const left = seen && this.#time.left({ seen, status, now: this.#parts.clock.now() })
    if (left === undefined) return undefined
    if (status === 'running' && left > 0)
      this.#cancel = this.#parts.clock.setTimer(left % 1000 || 1000, () => this.#tick())
    return Math.ceil(left / 1000)
  }

  #tick(): void {
    const before = this.#seconds
    this.#seconds = this.#count()
    if (this.#seconds === before) return
    const drawing = this.#seen?.phase.name === 'drawing'
    if (drawing && this.#seconds !== undefined && this.#seconds > 0 && this.#seconds <= URGENT) this.#parts.pressing()
    this.#parts.changed()
  }
}
