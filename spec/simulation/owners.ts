import type { DisownedRoom, RoomAppend } from '../../server/rooms/log/room-log.ts'
import type { MemoryLeases } from '../../server/stores/memory/memory-leases.ts'
import type { Verdict } from './verdict.ts'

interface Owned {
  readonly term: number
  /** Absent where one server is alone. */
  readonly lease: number | undefined
}

/** Whose each room is by what the log has answered: said again, as the log's own rules are under test. */
export class Owners {
  readonly #verdict: Verdict
  readonly #leases: MemoryLeases
  readonly #owned = new Map<string, Owned>()

  constructor(verdict: Verdict, leases: MemoryLeases) {
    this.#verdict = verdict
    this.#leases = leases
  }

  /** [P14] Nobody opens what belongs to another whose lease is not over, and each time with a higher term. */
  opened(roomId: string, term: number, lease: number | undefined): void {
    const before = this.#owned.get(roomId)
    const other = before?.lease === undefined || before.lease === lease ? undefined : before.lease
    const robbed = other !== undefined && this.#leases.onDuty(other) !== undefined
    this.#verdict.check(
      'owner',
      !robbed,
      () => `${roomId} is taken by lease ${lease} from lease ${other}, which is not over`,
    )
    this.#verdict.check('owner', term > (before?.term ?? 0), () => `${roomId} has term ${term} after ${before?.term}`)
    if (before && before.lease !== lease) this.#verdict.happened('a room changes hands')
    this.#owned.set(roomId, { term, lease })
  }

  disowned(rooms: readonly DisownedRoom[]): void {
    for (const { roomId, term } of rooms) {
      const owned = this.#owned.get(roomId)
      if (owned?.term === term) this.#owned.set(roomId, { term, lease: undefined })
    }
  }

  /** [P14] Only the newest owner's is stored. */
  stored({ roomId, term }: RoomAppend): void {
    const newest = this.#owned.get(roomId)?.term
    this.#verdict.check('owner', term === newest, () => `${roomId}: stored by term ${term}, the newest is ${newest}`)
  }
}
