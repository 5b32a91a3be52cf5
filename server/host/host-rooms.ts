import type { RoomStatus } from '../protocol/room-document.ts'
import type { CataloguedRoom, RoomOrigin } from '../rooms/log/room-catalogue.ts'
import type { RoomRecord } from '../rooms/ports.ts'
import type { RoomRegistry } from '../rooms/registry/room-registry.ts'

/** How many rooms a page has unless it was asked for fewer or more, and how many it can have. */
const PAGE = 100
const LONGEST_PAGE = 1000

/** A room as its host's list has it: as it was set up, and as it stands in the log. */
export interface HostListing extends RoomRecord {
  /** Where it stands among all rooms: rises in the order in which they were made. */
  readonly position: number
  readonly status: RoomStatus
  /** Seats taken. */
  readonly members: number
  /** What the application shows of itself. */
  readonly preview?: string
  /** Whether the host's code names it, or people have made it. */
  readonly origin: RoomOrigin
  readonly archived: boolean
}

export interface HostRoomsQuery {
  /** An application's name; of all of them unless told. */
  readonly application?: string
  /** Only those in the archive, or only those out of it; both unless told. */
  readonly archived?: boolean
  /** Those after this position; from the first unless told. */
  readonly after?: number
  /** 100 unless told, 1,000 at most. */
  readonly limit?: number
}

/** All rooms of a server, whoever may enter them: page by page, or one after the other by `for await`. */
export interface HostRooms extends AsyncIterable<HostListing> {
  /**
   * `next` is what to ask for next as `after`; null at the end.
   * @throws TypeError for a query that can't be
   */
  list(query?: HostRoomsQuery): Promise<{ readonly rooms: readonly HostListing[]; readonly next: number | null }>
}

export function hostRooms(registry: RoomRegistry): HostRooms {
  const list: HostRooms['list'] = async ({ application, archived, after = 0, limit = PAGE } = {}) => {
    if (!Number.isSafeInteger(after) || after < 0) throw new TypeError('after must be a position, or 0')
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > LONGEST_PAGE)
      throw new TypeError(`limit must be a whole number from 1 to ${LONGEST_PAGE}`)
    const found = await registry.list({ application, archived, after, limit })
    const next = found.length < limit ? null : (found.at(-1)?.position ?? null)
    return { rooms: found.map(listed), next }
  }
  async function* all(): AsyncGenerator<HostListing> {
    for (let after: number | null = 0; after !== null; ) {
      const { rooms, next }: Awaited<ReturnType<HostRooms['list']>> = await list({ after })
      yield* rooms
      after = next
    }
  }
  return { list, [Symbol.asyncIterator]: all }
}

function listed({ record, position, standing, origin, archived }: CataloguedRoom): HostListing {
  const { status, members, preview } = standing
  return { ...record, position, status, members, ...(preview !== undefined && { preview }), origin, archived }
}
