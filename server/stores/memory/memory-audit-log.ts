import type { AuditEntry } from '../../protocol/audit-entry.ts'
import type { AuditLog, StoredAuditEntry } from '../../rooms/log/audit-log.ts'

/** What was done on a server that forgets it when it ends. */
export class MemoryAuditLog implements AuditLog {
  readonly #entries: StoredAuditEntry[] = []

  /** Adds an entry, if there is one, in the step of what it tells of. */
  add(entry: AuditEntry | undefined): void {
    if (entry) this.#entries.push({ ...structuredClone(entry), position: this.#entries.length + 1 })
  }

  async entries({ before = Number.POSITIVE_INFINITY, limit }: Parameters<AuditLog['entries']>[0]) {
    const found = this.#entries.filter(({ position }) => position < before)
    return found.toReversed().slice(0, limit)
  }
}
