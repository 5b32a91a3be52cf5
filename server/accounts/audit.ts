import type { Clock } from '../protocol/clock.ts'
import type { AuditFilter, AuditLog, StoredAuditEntry } from './audit-log.ts'
import { every } from './every.ts'
import { mustManageAccounts } from './must-manage.ts'
import type { UserListStore } from './ports.ts'
import type { RightsHolder } from './rights-holder.ts'

const HOUR = 60 * 60 * 1000
/** How long entries are kept, in milliseconds. */
export const AUDIT_LIFETIME = 400 * 24 * HOUR
/** How many old entries go at once, and at most in an hour: what others wait for is short. */
const SWEPT_AT_ONCE = 1000
const SWEPT_AT_MOST = 50
/** How many entries an export reads at once. */
const EXPORTED_AT_ONCE = 500

/** An entry, and what those are called whom it names: undefined for who is no account’s user. */
export interface NamedEntry extends StoredAuditEntry {
  readonly byName?: string | undefined
  readonly userName?: string | undefined
}

/** Who asks: somebody who is signed in, here or by a host. */
interface Reader {
  readonly user: RightsHolder
}

/** What administrators see of what was done. Everything is refused with `FORBIDDEN` for everybody else. */
export interface Audit {
  /** The newest entries, or those before `next` of the stretch before; `next` is absent where there are no more. */
  page(
    by: Reader,
    question: AuditFilter & { readonly before?: number; readonly limit: number },
  ): Promise<{ readonly entries: readonly NamedEntry[]; readonly next?: number }>
  /** All entries that are meant, the newest first, read as they are taken; none that is added meanwhile. */
  all(by: Reader, filter: AuditFilter): AsyncGenerator<NamedEntry>
  /** Stops looking for old entries. */
  stop(): void
}

interface Parts {
  readonly log: AuditLog
  readonly users: Pick<UserListStore, 'namesOf'>
  readonly clock: Clock
  /** Told of a failure that no caller waits for. */
  readonly onError: (error: unknown) => void
}

/** Looks for entries that are too old every hour, until stopped. */
export function createAudit({ log, users, clock, onError }: Parts): Audit {
  const sweep = async (): Promise<void> => {
    for (let turn = 0; turn < SWEPT_AT_MOST; turn++) {
      if ((await log.removeBefore(clock.now() - AUDIT_LIFETIME, SWEPT_AT_ONCE)) < SWEPT_AT_ONCE) return
    }
  }
  const named = async (entries: readonly StoredAuditEntry[]): Promise<NamedEntry[]> => {
    const ids = new Set(entries.flatMap(({ by, user }) => (user === undefined ? [by] : [by, user])))
    const names = await users.namesOf([...ids])
    return entries.map((entry) => ({
      ...entry,
      byName: names.get(entry.by),
      userName: entry.user === undefined ? undefined : names.get(entry.user),
    }))
  }
  return {
    async page({ user }, question) {
      mustManageAccounts(user)
      const found = await log.entries({ ...question, limit: question.limit + 1 })
      const entries = await named(found.slice(0, question.limit))
      const last = entries.at(-1)
      return { entries, ...(found.length > question.limit && last && { next: last.position }) }
    },
    async *all({ user }, filter) {
      mustManageAccounts(user)
      for (let before: number | undefined; ; ) {
        const found = await log.entries({ ...filter, ...(before !== undefined && { before }), limit: EXPORTED_AT_ONCE })
        yield* await named(found)
        before = found.at(-1)?.position
        if (found.length < EXPORTED_AT_ONCE) return
      }
    },
    stop: every(HOUR, clock, () => sweep().catch(onError)),
  }
}
