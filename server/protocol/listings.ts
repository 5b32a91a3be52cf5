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
  /** Whether it may be entered to watch only. */
  readonly spectators?: boolean
  /** Whether it was put away: told of to those only who have it open, and only to be read. */
  readonly archived?: boolean
  /** What the application shows of itself: the last message, round 2 of 3. */
  readonly preview?: string
}

/** A stretch of a lobby's list. */
export interface RoomPage {
  readonly rooms: readonly RoomListing[]
  /** The position after which the list goes on; null at its end. */
  readonly next: number | null
}

/** One application's rooms, as one user may see them: the first page of them. */
export interface LobbyListing extends RoomPage {
  readonly user: User
}
