import type { IncomingHttpHeaders } from 'node:http'
import type { Role } from '../protocol/roles.ts'
import type { AllRoomsAnswer, AllRoomsQuery, RoomsAnswer, RoomsQuery } from '../protocol/room-list-messages.ts'
import type { RoomOperation } from '../protocol/room-operations.ts'
import type {
  ApplicationAnswer,
  BanRequest,
  InvitedRequest,
  NewRoom,
  PeopleAnswer,
  RoomChange,
  RoomDetail,
} from '../protocol/rooms-messages.ts'

/** Who asks: an account of the server's, or a user of the host's. */
export interface Asker {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
}

/**
 * What is done with rooms over HTTP. Each call looks after the right itself: `ROOM_NOT_FOUND`, after the same work, for what
 * one may not see, whether it is there or not; `FORBIDDEN` for what one sees and may not do; `NOT_FOUND` for a user that
 * there is not. What changes a room resolves with the room as it is then, once that is durable and in force.
 */
export interface RoomDesk {
  /** Refuses whoever may not do this with this room; null: whoever may not make one, or see them all. */
  check(by: Asker, roomId: string | null, operation: RoomOperation | 'make' | 'seeAll'): Promise<void>
  /** @param mark names this request and no other: sent again, it is answered with the room that it made */
  make(by: Asker, room: NewRoom, mark?: string): Promise<RoomDetail>
  show(by: Asker, roomId: string): Promise<RoomDetail>
  /** The fullest room that waits for players and that one may enter, a seat in it kept for a moment; or a new one. */
  play(by: Asker, application: string): Promise<RoomDetail>
  /** The next rooms that one looks for and may see. */
  list(by: Asker, query: RoomsQuery): Promise<RoomsAnswer>
  /** The next of all rooms, for administrators. */
  listAll(by: Asker, query: AllRoomsQuery): Promise<AllRoomsAnswer>
  people(by: Asker, roomId: string): Promise<PeopleAnswer>
  /** @param revision the one that it is to have before; `CHANGED_MEANWHILE` where it has another */
  edit(by: Asker, roomId: string, change: RoomChange, revision?: number): Promise<RoomDetail>
  archive(by: Asker, roomId: string, revision?: number): Promise<RoomDetail>
  restore(by: Asker, roomId: string, revision?: number): Promise<RoomDetail>
  delete(by: Asker, roomId: string, revision?: number): Promise<RoomDetail>
  recover(by: Asker, roomId: string): Promise<RoomDetail>
  /** Ends what goes on in it, for good. */
  close(by: Asker, roomId: string, revision?: number): Promise<RoomDetail>
  setRole(by: Asker, roomId: string, user: string, role: Role): Promise<RoomDetail>
  remove(by: Asker, roomId: string, user: string): Promise<RoomDetail>
  ban(by: Asker, roomId: string, user: string, ban: BanRequest): Promise<RoomDetail>
  lift(by: Asker, roomId: string, user: string): Promise<RoomDetail>
  invite(by: Asker, roomId: string, whom: InvitedRequest): Promise<RoomDetail>
  uninvite(by: Asker, roomId: string, user: string): Promise<RoomDetail>
  /** What rooms of an application can be; undefined for one that there is not. */
  application(name: string): ApplicationAnswer | undefined
}

/** What the routes of rooms are made of. */
export interface RoomParts {
  /** Rooms start after the routes are there. */
  readonly desk: () => RoomDesk
  /** Who a token stands for; undefined: nobody. Of the headers the cookie is left out: it signs nobody in. */
  readonly identify: (token: string, from: AskedFrom) => Promise<Asker | undefined>
}

export interface AskedFrom {
  readonly headers: IncomingHttpHeaders
  readonly address: string
}
