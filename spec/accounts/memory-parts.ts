import { createMemoryAccounts } from '../../server/stores/memory/memory-accounts.ts'
import { MemoryAuditLog } from '../../server/stores/memory/memory-audit-log.ts'

/** Where accounts keep all that is theirs, in memory. */
export function memoryParts() {
  const audit = new MemoryAuditLog()
  return { store: createMemoryAccounts(audit), audit }
}
