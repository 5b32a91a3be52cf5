import type { Clock } from '../../protocol/clock.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import type { Report } from '../ports.ts'

/** After a start: how many rooms with seats taken are opened at once, and how long until the next ones, in milliseconds. */
const SWEPT_AT_ONCE = 100
const SWEPT_EVERY = 1000
/** How often it is looked for rooms in which something is due though nobody has them open, in milliseconds. */
const WOKEN_EVERY = 5000

export interface WakerParts {
  readonly clock: Clock
  readonly catalogue: Pick<RoomCatalogue, 'seated' | 'pending'>
  readonly report: Report
  /** Whether effects are carried out. */
  readonly effects: boolean
  /** Whether there is an application that can run the room. */
  canOpen(found: CataloguedRoom): boolean
  open(found: CataloguedRoom): Promise<unknown>
}

/**
 * Opens the rooms that have something to do though nobody asks for them: once those in which seats were taken when the
 * server ended, and again and again those in which an alarm is due or an effect is to be carried out.
 */
export class Waker {
  readonly #parts: WakerParts
  #cancelSweep: (() => void) | undefined
  #cancelWaking: (() => void) | undefined
  #stopped = false

  constructor(parts: WakerParts) {
    this.#parts = parts
  }

  begin(): void {
    void this.#sweep(0)
    void this.#wake(0)
  }

  stop(): void {
    this.#stopped = true
    this.#cancelSweep?.()
    this.#cancelWaking?.()
  }

  async #sweep(after: number): Promise<void> {
    this.#cancelSweep = undefined
    const next = await this.#openNext(after, (from) => this.#parts.catalogue.seated(from, SWEPT_AT_ONCE))
    if (this.#stopped || next === undefined) return
    this.#cancelSweep = this.#parts.clock.setTimer(SWEPT_EVERY, () => void this.#sweep(next))
  }

  async #wake(after: number): Promise<void> {
    this.#cancelWaking = undefined
    const { catalogue, clock, effects } = this.#parts
    const before = clock.now() + WOKEN_EVERY
    const next = await this.#openNext(after, (from) =>
      catalogue.pending({ before, after: from, limit: SWEPT_AT_ONCE, effects }),
    )
    if (this.#stopped) return
    const wait = next === undefined ? WOKEN_EVERY : SWEPT_EVERY
    this.#cancelWaking = clock.setTimer(wait, () => void this.#wake(next ?? 0))
  }

  /** Opens a stretch of rooms. Returns after which position it goes on; undefined at the end. */
  async #openNext(
    after: number,
    read: (after: number) => Promise<readonly CataloguedRoom[]>,
  ): Promise<number | undefined> {
    try {
      const rooms = await read(after)
      // What can't be opened is reported there, and is no reason to leave out the others.
      await Promise.allSettled(
        rooms.filter((found) => this.#parts.canOpen(found)).map((found) => this.#parts.open(found)),
      )
      return rooms.length < SWEPT_AT_ONCE ? undefined : rooms.at(-1)?.position
    } catch (error) {
      this.#parts.report(error, { doing: 'looking for rooms that have something to do' })
      return after
    }
  }
}
