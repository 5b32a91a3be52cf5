import { SocDrawError } from '../../protocol/errors.ts'
import type { Ownership } from '../log/leases.ts'
import type { DisownedRoom, RoomLog } from '../log/room-log.ts'
import type { Report } from '../ports.ts'

export interface RoomOwnershipParts {
  /** Absent where the server is alone: then every room is its own. */
  readonly ownership?: Ownership | undefined
  readonly log: Pick<RoomLog, 'disown'>
  readonly report: Report
}

/** Whether rooms are this server's to run. */
export class RoomOwnership {
  readonly #parts: RoomOwnershipParts

  constructor(parts: RoomOwnershipParts) {
    this.#parts = parts
  }

  /** Whether other nodes may run rooms too. */
  get isShared(): boolean {
    return this.#parts.ownership !== undefined
  }

  /** Where it is not so any more, the rooms are let go of by that very question. */
  get isHeld(): boolean {
    const { ownership } = this.#parts
    return ownership === undefined || ownership.lease !== undefined
  }

  /** The lease that is held now; undefined without one, and where the server is alone. */
  get lease(): number | undefined {
    return this.#parts.ownership?.lease
  }

  /** The lease to which rooms belong; undefined where the server is alone. @throws SocDrawError `ROOM_UNAVAILABLE` without one */
  must(): number | undefined {
    const { lease } = this
    if (lease === undefined && this.isShared) throw new SocDrawError('ROOM_UNAVAILABLE')
    return lease
  }

  /** Whether it is still by this lease, which it had before. */
  isBy(lease: number | undefined): boolean {
    return lease === this.lease
  }

  /** Lets other nodes open the rooms. What fails is no loss: they belong to this node's lease until that is over. */
  async release(rooms: readonly { readonly id: string; readonly term: number }[]): Promise<void> {
    const { log, report } = this.#parts
    if (!this.isShared || rooms.length === 0) return
    const released = rooms.map(({ id, term }): DisownedRoom => ({ roomId: id, term }))
    try {
      await log.disown?.(released)
    } catch (error) {
      report(error, { doing: 'releasing rooms' })
    }
  }
}
