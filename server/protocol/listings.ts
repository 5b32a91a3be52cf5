import type { RoomStatus, User } from './room-document.ts'

/** A room as the lobby lists it, for a user who may enter it. */
export interface RoomListing {
  readonly id: string
  readonly name: string
  readonly status: RoomStatus
  /** Seats taken now. The room is full when this reaches `max`. */
  readonly members: number
  readonly min: number
  readonly max: number
}

/** One application's rooms, as one user may see them. */
export interface LobbyListing {
  readonly user: User
  readonly rooms: readonly RoomListing[]
}
