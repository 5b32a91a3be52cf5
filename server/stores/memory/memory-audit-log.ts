import type { AuditFilter, AuditLog, StoredAuditEntry } from '../../accounts/audit-log.ts'
import type { AuditEntry } from '../../protocol/audit-entry.ts'

/** What was done on a server that forgets it when it ends. */
export class MemoryAuditLog implements AuditLog {
  #entries: StoredAuditEntry[] = []
  #added = 0
  readonly #noted: (entry: AuditEntry) => void

  /** @param noted is told of each in the same step */
  constructor(noted: (entry: AuditEntry) => void = () => {}) {
    this.#noted = noted
  }

  /** Adds an entry, if there is one, in the step of what it tells of. */
  add(entry: AuditEntry | undefined): void {
    if (!entry) return
    this.#entries.push({ ...structuredClone(entry), position: ++this.#added })
    this.#noted(entry)
  }

  async entries({ before = Number.POSITIVE_INFINITY, limit, ...filter }: Parameters<AuditLog['entries']>[0]) {
    const found = this.#entries.filter((entry) => entry.position < before && isMeant(entry, filter))
    return structuredClone(found.reverse().slice(0, limit))
  }

  async removeBefore(time: number, limit: number) {
    const gone = new Set(this.#entries.filter(({ at }) => at < time).slice(0, limit))
    this.#entries = this.#entries.filter((entry) => !gone.has(entry))
    return gone.size
  }
}

function isMeant(entry: AuditEntry, { by, what, user, room, since, until }: AuditFilter): boolean {
  return (
    (by === undefined || entry.by === by) &&
    (what === undefined || entry.what === what || entry.what.startsWith(`${what}.`)) &&
    (user === undefined || entry.user === user) &&
    (room === undefined || entry.room === room) &&
    (since === undefined || entry.at >= since) &&
    (until === undefined || entry.at < until)
  )
}
