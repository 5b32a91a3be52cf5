import type { AuditEntry } from '../protocol/audit-entry.ts'
import type { Clock } from '../protocol/clock.ts'
import type { Identity } from './sessions.ts'

/** Notes that somebody does something now. */
export type Audited = (by: Identity, what: string, about?: Pick<AuditEntry, 'user' | 'details'>) => AuditEntry

export function auditedBy(clock: Clock): Audited {
  return ({ user: { id: by } }, what, about = {}) => ({ at: clock.now(), by, what, ...about })
}
