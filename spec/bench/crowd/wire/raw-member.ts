/** One of the crowd, as a load drives it. */
export interface RawMember {
  /** Says a line in the member's room: it comes back, with its `t`, to everybody there. */
  say(line: Line): void
}

export interface Line {
  /** When it was said, by the load's own clock, in microseconds. */
  readonly t: number
  readonly text: string
}

/** What a load wants of a connection. */
export interface Arrival {
  readonly port: number
  readonly user: string
  /** The room to enter; without one, soc-draw's users stay in the lobby, and bare Socket.IO's are all in one. */
  readonly room?: string
  /** Whether the user looks at the first page of the lobby's list, as the page does. */
  readonly looks?: boolean
  /** Gets every packet that may hold lines. */
  readonly heard: (packet: string) => void
}
