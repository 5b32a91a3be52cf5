import { isStanding } from '../../accounts/is-standing.ts'
import type { Credentials, UserListStore } from '../../accounts/ports.ts'
import { isGuest } from '../../accounts/rights-holder.ts'
import { wordsOf } from '../../accounts/search-words.ts'
import type { MemoryAuditLog } from './memory-audit-log.ts'

interface Parts {
  readonly credentials: ReadonlyMap<string, Credentials>
  /** Makes a user another one. */
  replace(credentials: Credentials): void
  readonly audit: MemoryAuditLog
  /** Whether there is an administrator who is not disabled, beside one user. */
  hasAdministrator(but: string): boolean
  removeLinksBy(id: string): void
  /** As `AccountStore.deleteUser`. */
  erase(id: string): void
  /** Whether the user has a session. */
  isSignedIn(id: string): boolean
}

/** Users as they are listed, in memory. */
export function createMemoryUserList(parts: Parts): UserListStore {
  const { credentials, replace, audit, hasAdministrator, removeLinksBy, erase, isSignedIn } = parts
  return {
    async findUsers({ words: sought, after = '', limit }) {
      const found = [...credentials.values()].flatMap(({ user }) => {
        if (user.deleted || order(user.username, after) <= 0) return []
        const words = wordsOf(user.username, user.name)
        return sought.every((start) => words.some((word) => word.startsWith(start))) ? [user] : []
      })
      return structuredClone(found.sort((one, other) => order(one.username, other.username)).slice(0, limit))
    },
    async removeGuests(which) {
      const isMeant = ({ id, createdAt = 0 }: Credentials['user']) =>
        'only' in which ? id === which.only : createdAt < which.madeBefore
      const guests = [...credentials.values()].filter(({ user }) => isGuest(user) && isMeant(user))
      const gone = guests.filter(({ user }) => !isSignedIn(user.id)).slice(0, 'only' in which ? 1 : which.limit)
      for (const { user } of gone) erase(user.id)
      return gone.length
    },
    async namesOf(ids) {
      return new Map(ids.flatMap((id) => credentials.get(id)?.user ?? []).map(({ id, name }) => [id, name]))
    },
    async setRoles(id, roles, entry, was) {
      const before = credentials.get(id)
      if (!before || before.user.deleted) return undefined
      if (was && !isStanding(before.user, was)) return 'otherwise'
      const falls = before.user.roles.includes('administrator') && !roles.includes('administrator')
      if (falls && !hasAdministrator(id)) return undefined
      if (falls) removeLinksBy(id)
      audit.add(entry)
      const user = { ...before.user, roles: [...roles] }
      replace({ ...before, user })
      return structuredClone(user)
    },
  }
}

/** By code points, as UTF-8 orders bytes. */
function order(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
