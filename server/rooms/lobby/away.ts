import type { Answer } from '../../protocol/events.ts'
import type { RoomOwner } from '../log/room-log.ts'
import type { Connection } from '../ports.ts'

/** A request's or message's arguments, as plain JSON: the room's id first. */
export type AwayArguments = readonly [roomId: string, ...rest: unknown[]]

/** Rooms that other nodes run, as connections of this one are in them. What is asked there is answered as if it were here. */
export interface Away {
  /** Whether the connection is in the room by way of another node, or on its way there. */
  has(connection: Connection, roomId: string): boolean
  /** Asks the node by which the connection is in the room, or `owner`, which runs it now. Never rejects. */
  request(connection: Connection, event: string, args: AwayArguments, owner?: RoomOwner): Promise<Answer>
  tell(connection: Connection, event: string, args: AwayArguments): void
  /** The connection is in the room here, and so nowhere else. */
  forget(connection: Connection, roomId: string): void
  /** The connection is gone. */
  disconnected(connection: Connection): void
  /** The user is not what they were, such as their roles; every user, where none is named. */
  changed(userId: string | undefined): void
}
