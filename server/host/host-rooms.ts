import type { Role } from '../protocol/roles.ts'
import type { RoomStatus } from '../protocol/room-document.ts'
import type { BanTerms, NewRoom, RoomEdit } from '../rooms/keeping/ports.ts'
import type { RoomKeeper } from '../rooms/keeping/room-keeper.ts'
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
  /**
   * Makes a room as people do, with an owner or without: what it is says nobody's code, and no start archives it. This and what
   * follows resolve with the room as it is then, when that is durable and in force, and reject with a SocDrawError:
   * `ROOM_NOT_FOUND`, `INVALID_MESSAGE`, `TOO_LARGE`, `NOT_STORED`, `ROOM_BUSY`; and `FORBIDDEN` for a room that
   * `createServer` names, of which only people can be removed, banned and let in again.
   */
  create(room: NewHostRoom): Promise<HostListing>
  update(roomId: string, edit: RoomEdit): Promise<HostListing>
  /** Out of all lists, to be read only. */
  archive(roomId: string): Promise<HostListing>
  restore(roomId: string): Promise<HostListing>
  /** From then on there is no such room, but for `recover`; after seven days it is gone for good. */
  delete(roomId: string): Promise<HostListing>
  recover(roomId: string): Promise<HostListing>
  setRole(roomId: string, userId: string, role: Role): Promise<HostListing>
  /** Lets a user into a private room. */
  invite(roomId: string, userId: string): Promise<HostListing>
  uninvite(roomId: string, userId: string): Promise<HostListing>
  /** Puts a user out of the room; where all may enter, they may come again. */
  remove(roomId: string, userId: string): Promise<HostListing>
  /** Puts a user out, until a time or for good. Whatever `authorize` says, they are kept out. */
  ban(roomId: string, userId: string, terms?: Partial<BanTerms>): Promise<HostListing>
  lift(roomId: string, userId: string): Promise<HostListing>
}

/** A room as the host's code makes it: private with `private`, or where `users` says who may enter. */
export type NewHostRoom = NewRoom & Partial<Pick<RoomRecord, 'owner' | 'moderators' | 'users'>>

export function hostRooms(registry: RoomRegistry, keeper: RoomKeeper): HostRooms {
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
  return { list, [Symbol.asyncIterator]: all, ...changes(keeper) }
}

/** What the host's code does with rooms, which may do everything. */
function changes(keeper: RoomKeeper): Omit<HostRooms, 'list' | typeof Symbol.asyncIterator> {
  return {
    create: async (room) => listed(await keeper.make(null, room)),
    update: async (roomId, edit) => listed(await keeper.edit(null, roomId, edit)),
    archive: async (roomId) => listed(await keeper.archive(null, roomId)),
    restore: async (roomId) => listed(await keeper.restore(null, roomId)),
    delete: async (roomId) => listed(await keeper.delete(null, roomId)),
    recover: async (roomId) => listed(await keeper.recover(null, roomId)),
    setRole: async (roomId, userId, role) => listed(await keeper.setRole(null, roomId, userId, role)),
    invite: async (roomId, userId) => listed(await keeper.invite(null, roomId, userId)),
    uninvite: async (roomId, userId) => listed(await keeper.uninvite(null, roomId, userId)),
    remove: async (roomId, userId) => listed(await keeper.remove(null, roomId, userId)),
    ban: async (roomId, userId, { until = null, reason = '' } = {}) =>
      listed(await keeper.ban(null, roomId, userId, { until, reason })),
    lift: async (roomId, userId) => listed(await keeper.lift(null, roomId, userId)),
  }
}

function listed({ record, position, standing, origin, archived }: CataloguedRoom): HostListing {
  const { status, members, preview } = standing
  return { ...record, position, status, members, ...(preview !== undefined && { preview }), origin, archived }
}
