/** An account, as others see it. */
export interface User {
  readonly id: string
  readonly name: string
}

/** A user who has a seat in a room. `connected` is false while a lost connection's grace runs. */
export interface Member extends User {
  readonly connected: boolean
}

export type RoomStatus = 'waiting' | 'running' | 'paused' | 'closed'

/**
 * What is true of every room whatever its application: the reserved document `$room` that travels beside the
 * application's state, in the same patches, frames and snapshots, and so in the same order.
 */
export interface RoomDocument {
  readonly status: RoomStatus
  /** Whether the application was initialised: before, there is no state. */
  readonly started: boolean
  /** In the order in which they came. */
  readonly members: readonly Member[]
}

/** The first path element of every patch that concerns the `RoomDocument`. */
export const ROOM_KEY = '$room'
