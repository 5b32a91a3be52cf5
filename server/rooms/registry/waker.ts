import type { Clock } from '../../protocol/clock.ts'
import type { CataloguedRoom, RoomCatalogue } from '../log/room-catalogue.ts'
import { OwnedElsewhereError } from '../log/room-log.ts'
import type { Report } from '../ports.ts'
import type { RoomOwnership } from './room-ownership.ts'

/** How many rooms with seats taken are opened at once, and how long until the next ones, in milliseconds. */
const SWEPT_AT_ONCE = 100
const SWEPT_EVERY = 1000
/** How often it is looked for rooms with seats taken that belonged to a node whose lease is over by now, in milliseconds. */
const TAKEN_OVER_EVERY = 2000
/** For how long a room that could not be opened is left alone, in milliseconds; and how many such are remembered. */
const FAILED_FOR = 60_000
const MOST_FAILED = 10_000
/** How often it is looked for rooms in which something is due though nobody has them open, in milliseconds. */
const WOKEN_EVERY = 5000

export interface WakerParts {
  readonly clock: Clock
  readonly catalogue: Pick<RoomCatalogue, 'seated' | 'pending'>
  readonly report: Report
  readonly ownership: Pick<RoomOwnership, 'isShared' | 'isHeld' | 'lease'>
  /** Whether effects are carried out. */
  readonly effects: boolean
  /** Whether there is an application that can run the room. */
  canOpen(found: CataloguedRoom): boolean
  open(found: CataloguedRoom): Promise<unknown>
}

/**
 * Opens the rooms that have something to do though nobody asks for them: once those in which seats were taken when the
 * server ended, and again and again those in which an alarm is due or an effect is to be carried out. One node among
 * several leaves those alone that others run, and takes over what is left of a node that died.
 */
export class Waker {
  readonly #parts: WakerParts
  #cancelSweep: (() => void) | undefined
  #cancelWaking: (() => void) | undefined
  #stopped = false
  /** Rooms that could not be opened, and until when they are left alone. */
  readonly #failed = new Map<string, number>()

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
    const { catalogue, clock, ownership } = this.#parts
    const next = await this.#openNext(after, (from) => catalogue.seated(from, SWEPT_AT_ONCE))
    if (this.#stopped || (next === undefined && !ownership.isShared)) return
    const wait = next === undefined ? TAKEN_OVER_EVERY : SWEPT_EVERY
    this.#cancelSweep = clock.setTimer(wait, () => void this.#sweep(next ?? 0))
  }

  async #wake(after: number): Promise<void> {
    this.#cancelWaking = undefined
    const { catalogue, clock, effects, ownership } = this.#parts
    const before = clock.now() + WOKEN_EVERY
    const { lease } = ownership
    const next = await this.#openNext(after, (from) =>
      catalogue.pending({ before, after: from, limit: SWEPT_AT_ONCE, effects, lease }),
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
    // It may have one by the next time.
    if (!this.#parts.ownership.isHeld) return after
    try {
      const rooms = await read(after)
      // What can't be opened is reported there, and is no reason to leave out the others.
      await Promise.all(rooms.filter((found) => this.#mayOpen(found)).map((found) => this.#open(found)))
      return rooms.length < SWEPT_AT_ONCE ? undefined : rooms.at(-1)?.position
    } catch (error) {
      this.#parts.report(error, { doing: 'looking for rooms that have something to do' })
      return after
    }
  }

  #mayOpen(found: CataloguedRoom): boolean {
    const until = this.#failed.get(found.record.id) ?? 0
    return this.#parts.canOpen(found) && this.#parts.clock.now() >= until
  }

  /** Whether it fails is the matter of who opens it. Where others may take it over, it would be tried again at once. */
  async #open(found: CataloguedRoom): Promise<void> {
    const { ownership, clock, open } = this.#parts
    const { id } = found.record
    try {
      await open(found)
      this.#failed.delete(id)
    } catch (error) {
      if (!ownership.isShared || !ownership.isHeld || error instanceof OwnedElsewhereError) return
      if (this.#failed.size >= MOST_FAILED) this.#failed.clear()
      this.#failed.set(id, clock.now() + FAILED_FOR)
    }
  }
}
