/** An alarm that is set: at most one of a name in a room. */
export interface StoredAlarm {
  readonly name: string
  /** When it is due, in milliseconds since 1970; null while it stands still, because its room is not running. */
  readonly due: number | null
  /** How long it had to go when that was written, in milliseconds. */
  readonly left: number
}
