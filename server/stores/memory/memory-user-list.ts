import type { Credentials, UserListStore } from '../../accounts/ports.ts'
import { wordsOf } from '../../accounts/search-words.ts'
import type { MemoryAuditLog } from './memory-audit-log.ts'

interface Parts {
  readonly credentials: Map<string, Credentials>
  readonly audit: MemoryAuditLog
  /** Whether there is an administrator who is not disabled, beside one user. */
  hasAdministrator(but: string): boolean
  removeLinksBy(id: string): void
}

/** Users as they are listed, in memory. */
export function createMemoryUserList({ credentials, audit, hasAdministrator, removeLinksBy }: Parts): UserListStore {
  return {
    async findUsers({ words: sought, after = '', limit }) {
      const found = [...credentials.values()].flatMap(({ user }) => {
        if (user.deleted || order(user.username, after) <= 0) return []
        const words = wordsOf(user.username, user.name)
        return sought.every((start) => words.some((word) => word.startsWith(start))) ? [user] : []
      })
      return structuredClone(found.sort((one, other) => order(one.username, other.username)).slice(0, limit))
    },
    async namesOf(ids) {
      return new Map(ids.flatMap((id) => credentials.get(id)?.user ?? []).map(({ id, name }) => [id, name]))
    },
    async setRoles(id, roles, entry) {
      const before = credentials.get(id)
      if (!before || before.user.deleted) return undefined
      const falls = before.user.roles.includes('administrator') && !roles.includes('administrator')
      if (falls && !hasAdministrator(id)) return undefined
      if (falls) removeLinksBy(id)
      audit.add(entry)
      const user = { ...before.user, roles: [...roles] }
      credentials.set(id, { ...before, user })
      return structuredClone(user)
    },
  }
}

/** By code points, as UTF-8 orders bytes. */
function order(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
