import type { AuditEntry } from '../protocol/audit-entry.ts'

/** An entry as it is kept. */
export interface StoredAuditEntry extends AuditEntry {
  /** Rises with each entry. */
  readonly position: number
}

/** Which entries are meant: those for which all that is given holds. */
export interface AuditFilter {
  /** The id of who did it. */
  readonly by?: string
  /** What was done, such as `room.ban`, or the thing to which anything was: `room`. */
  readonly what?: string
  /** The id of whom it was done to. */
  readonly user?: string
  /** The id of the room in which it was done. */
  readonly room?: string
  /** Not before this time, and before that one, in milliseconds since 1970. */
  readonly since?: number
  readonly until?: number
}

/** What was done by those who may more than others. It is only ever added to, by the stores, together with what was changed. */
export interface AuditLog {
  /** The newest entries before a position, or of all, the newest first. */
  entries(
    query: AuditFilter & { readonly before?: number; readonly limit: number },
  ): Promise<readonly StoredAuditEntry[]>
  /** Removes the oldest entries, so many at most, that are from before a time. Answers with how many that were. */
  removeBefore(time: number, limit: number): Promise<number>
}
