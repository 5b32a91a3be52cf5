import type { AccountStore, Link, LinkStore, LinkUse, SettledGuest } from '../../accounts/ports.ts'
import type { UserAccount } from '../../accounts/user-account.ts'
import type { MemoryAuditLog } from './memory-audit-log.ts'

/** What links are used for. Each is one step, in which nothing else happens. */
interface Users {
  add(...given: Parameters<AccountStore['addUser']>): boolean
  /** Answers with the user and the sessions that ended; undefined when there is no such user. */
  setPassword(
    userId: string,
    passwordHash: string,
  ): { readonly user: UserAccount; readonly ended: readonly string[] } | undefined
  settle(guest: SettledGuest): UserAccount | 'taken' | 'gone'
  hasAdministrator(): boolean
  readonly audit: MemoryAuditLog
}

export interface MemoryLinks extends LinkStore {
  /** Removes the links for which this holds. */
  removeWhere(goes: (link: Link) => boolean): void
}

/** Links in memory. */
export function createMemoryLinks(users: Users): MemoryLinks {
  /** In the order in which they were made. */
  const links = new Map<string, Link>()
  const removeWhere = (goes: (link: Link) => boolean): void => {
    for (const link of links.values()) if (goes(link)) links.delete(link.id)
  }
  const usable = ({ id, kind, now }: LinkUse): Link | undefined => {
    const link = links.get(id)
    return link?.kind === kind && !isSpent(link, now) ? link : undefined
  }
  const take = (link: Link): void => {
    links.set(link.id, { ...link, usesLeft: link.usesLeft - 1 })
  }
  return {
    removeWhere,
    async addLink(link, keep, entry) {
      links.set(link.id, { ...link })
      users.audit.add(entry)
      const alike = [...links.values()].filter(({ kind, userId }) => kind === link.kind && userId === link.userId)
      for (const { id } of alike.slice(0, Math.max(0, alike.length - keep))) links.delete(id)
    },
    async findLink(id) {
      return structuredClone(links.get(id))
    },
    async linksOf(kind, now) {
      const found = [...links.values()].filter((link) => link.kind === kind && !isSpent(link, now))
      return structuredClone(found.reverse())
    },
    async removeLink(id, kind, entry) {
      const was = links.get(id)?.kind === kind && links.delete(id)
      if (was) users.audit.add(entry)
      return was
    },
    async removeSpentLinks(now) {
      removeWhere((link) => isSpent(link, now))
    },
    async resetPassword(use, passwordHash) {
      const link = usable({ ...use, kind: 'reset' })
      if (link?.userId === undefined) return undefined
      const reset = users.setPassword(link.userId, passwordHash)
      if (reset) links.delete(link.id)
      return reset
    },
    async addUserByLink(use, credentials, looks) {
      const link = usable(use)
      if (!link || (link.kind === 'set-up' && users.hasAdministrator())) return 'unusable'
      if (!users.add(credentials, { looks, alone: true })) return 'taken'
      take(link)
      return 'added'
    },
    async settleGuest(guest, use) {
      const link = use && usable(use)
      if (use && !link) return 'unusable'
      const settled = users.settle(guest)
      if (link && typeof settled !== 'string') take(link)
      return settled
    },
  }
}

function isSpent({ usesLeft, expiresAt }: Link, now: number): boolean {
  return usesLeft <= 0 || expiresAt <= now
}
