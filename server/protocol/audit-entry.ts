import type { Json } from '../state/json.ts'

/** What an administrator, a moderator or an owner has done: stored together with what it changed, or neither is. */
export interface AuditEntry {
  /** Milliseconds since 1970. */
  readonly at: number
  /** The id of who did it; the system's own user where the host's code did. */
  readonly by: string
  /** A thing and what was done to it, such as `room.ban`. */
  readonly what: string
  /** The id of the room in which it was done. */
  readonly room?: string
  /** The id of whom it was done to. */
  readonly user?: string
  readonly details?: Json
}
