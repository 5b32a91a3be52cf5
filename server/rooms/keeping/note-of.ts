import type { AuditEntry } from '../../protocol/audit-entry.ts'
import { SYSTEM_USER } from '../system-user.ts'
import type { By } from './ports.ts'

/** What was done to a room, as it is kept: by whom, or by the host's code. */
export function noteOf(
  by: By,
  operation: string,
  { user, details, ...where }: Pick<AuditEntry, 'at' | 'room' | 'user' | 'details'>,
): AuditEntry {
  return {
    ...{ ...where, by: (by ?? SYSTEM_USER).id, what: `room.${operation}` },
    ...(user !== undefined && { user }),
    ...(details !== undefined && { details }),
  }
}
