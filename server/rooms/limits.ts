/** Bounds of one room and of one connection. All are generous for people and narrow for loops. */
export interface RoomLimits {
  /** How many steps of a room may be on their way to the log; beyond, `ROOM_BUSY`. */
  readonly queue: number
  /** How large an application's state may be, in characters of JSON. */
  readonly state: number
  /** Messages a second that one connection may send for long. */
  readonly rate: number
  /** Messages that one connection may send at once; beyond, `RATE_LIMITED`. */
  readonly burst: number
}

export const DEFAULT_LIMITS: RoomLimits = { queue: 1000, state: 8 * 1024 * 1024, rate: 200, burst: 400 }
