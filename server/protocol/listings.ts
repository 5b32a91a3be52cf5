import type { RoomStatus, User } from './room-document.ts'

/** A room as the lobby lists it, for a user who may enter it. */
export interface RoomListing {
  readonly id: string
  readonly name: string
  /** Where it stands in the list: lists are in ascending order. */
  readonly position: number
  readonly status: RoomStatus
  /** Seats taken now. The room is full when this reaches `max`. */
  readonly members: number
  readonly min: number
  readonly max: number
  /** Whether it may be entered to watch only, by some at least. */
  readonly spectators?: boolean
  /** How many only watch; absent for none. They take no seats. */
  readonly watchers?: number
  /** Whether it was put away: told of to those only who have it open, and only to be read. */
  readonly archived?: boolean
  /** What the application shows of itself: the last message, round 2 of 3. */
  readonly preview?: string
}

/** A part of a lobby's list. */
export interface RoomPage {
  readonly rooms: readonly RoomListing[]
  /** The position after which the list goes on; null at its end. */
  readonly next: number | null
}

/** The rooms that one looks at, as they are now: one that was asked for and is not among them is not the user's any more. */
export interface LookAnswer {
  readonly rooms: readonly RoomListing[]
  /**
   * Where the list's end was asked for: null if one looks at it, and is told of new rooms; otherwise the position after
   * which there are more than one answer holds, and the end is further on.
   */
  readonly next?: number | null
}

/** Rooms that were looked for. One in which something happens meanwhile may be on two pages, or on none. */
export interface FoundRooms {
  readonly rooms: readonly RoomListing[]
  /** Where the asker said which rooms they know: the positions of all that were found, in order. `rooms` are the others then. */
  readonly order?: readonly number[]
  /** What to ask for next; null at the end. A page may have few rooms, or none, and others follow all the same. */
  readonly next: readonly [rank: number, position: number] | null
}

/** What a connection is told first. */
export interface Welcome {
  readonly user: User
}
