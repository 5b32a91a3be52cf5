import type { Clock } from '../../protocol/clock.ts'
import type { RoomCatalogue } from '../log/room-catalogue.ts'
import type { Report } from '../ports.ts'
import type { RoomRegistry } from '../registry/room-registry.ts'

/** For how long a deleted room can be recovered, in milliseconds. */
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000
/** How often it is looked for rooms that are over, how many go at once, and how long until the next ones, in milliseconds. */
const SWEPT_EVERY = 60 * 60 * 1000
const AT_ONCE = 20
const SOON = 1000

export interface PurgeParts {
  readonly clock: Clock
  readonly catalogue: Pick<RoomCatalogue, 'deleted' | 'purge'>
  readonly registry: Pick<RoomRegistry, 'forget'>
  readonly report: Report
}

/**
 * Lets deleted rooms go for good when they can't be recovered any more, with their logs: a part at a time, so that others
 * are not held up. What an ended server has begun, the next one goes on with.
 */
export class PurgeSweep {
  readonly #parts: PurgeParts
  #cancel: (() => void) | undefined
  #running: Promise<void> | undefined
  #stopped = false

  constructor(parts: PurgeParts) {
    this.#parts = parts
  }

  begin(): void {
    this.#running = this.#sweep()
  }

  /** Resolves when nothing is being purged any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    await this.#running
  }

  async #sweep(): Promise<void> {
    const more = await this.#purgeSome()
    if (this.#stopped) return
    this.#cancel = this.#parts.clock.setTimer(more ? SOON : SWEPT_EVERY, () => this.begin())
  }

  /** Returns whether there may be more. */
  async #purgeSome(): Promise<boolean> {
    const { clock, catalogue, registry, report } = this.#parts
    try {
      const rooms = await catalogue.deleted(clock.now() - KEPT_FOR, AT_ONCE)
      for (const { record } of rooms) {
        registry.forget(record.id)
        let left = true
        while (left && !this.#stopped) left = await catalogue.purge(record.id)
      }
      return rooms.length === AT_ONCE
    } catch (error) {
      report(error, { doing: 'purging rooms that were deleted' })
      return false
    }
  }
}
