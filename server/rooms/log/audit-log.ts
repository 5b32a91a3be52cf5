import type { AuditEntry } from '../../protocol/audit-entry.ts'

/** An entry as it is kept. */
export interface StoredAuditEntry extends AuditEntry {
  /** Rises with each entry. */
  readonly position: number
}

/** What was done by those who may more than others. It is only ever added to, by the stores, together with what was changed. */
export interface AuditLog {
  /** The newest entries before a position, or of all, the newest first. */
  entries(query: { readonly before?: number; readonly limit: number }): Promise<readonly StoredAuditEntry[]>
}
