import { isStanding } from '../../accounts/is-standing.ts'
import type { AccountStore, Credentials, Session, SettledGuest } from '../../accounts/ports.ts'
import { isGuest } from '../../accounts/rights-holder.ts'
import { DELETED_NAME } from '../../accounts/user-account.ts'
import { MemoryAuditLog } from './memory-audit-log.ts'
import { createMemoryFailures } from './memory-failures.ts'
import { createMemoryLinks } from './memory-links.ts'
import { createMemoryUserList } from './memory-user-list.ts'

/** Is told of what others may have to know, in the step in which it is so. Texts are ids. */
interface Noting {
  began(session: string): void
  ended(session: string): void
  changed(user: string): void
}

const UNNOTED: Noting = { began: () => {}, ended: () => {}, changed: () => {} }

/** Accounts in memory: gone with the process. For development and specs. */
export function createMemoryAccounts(audit = new MemoryAuditLog(), noting = UNNOTED): AccountStore {
  const credentialsById = new Map<string, Credentials>()
  const idsByUsername = new Map<string, string>()
  const usersByLook = new Map<string, string>()
  /** Of whom rooms are still to hear. */
  const untold = new Set<string>()
  const sessionsByHash = new Map<string, Session>()
  const sessionsByUser = new Map<string, Set<string>>()

  const put = (session: Session) => {
    const hashes = sessionsByUser.get(session.userId) ?? new Set()
    sessionsByUser.set(session.userId, hashes.add(session.tokenHash))
    sessionsByHash.set(session.tokenHash, { ...session })
    noting.began(session.id)
  }
  const remove = ({ id, userId, tokenHash }: Session) => {
    const hashes = sessionsByUser.get(userId)
    hashes?.delete(tokenHash)
    if (hashes?.size === 0) sessionsByUser.delete(userId)
    sessionsByHash.delete(tokenHash)
    noting.ended(id)
    return id
  }
  /** In the order in which they were added. */
  const sessionsOf = (userId: string) =>
    [...(sessionsByUser.get(userId) ?? [])].flatMap((tokenHash) => sessionsByHash.get(tokenHash) ?? [])
  /** A user is another one than they were. */
  const replace = (credentials: Credentials) => {
    credentialsById.set(credentials.user.id, credentials)
    noting.changed(credentials.user.id)
  }
  const addUser = (
    credentials: Credentials,
    { looks, alone }: NonNullable<Parameters<AccountStore['addUser']>[1]> = { looks: [], alone: false },
  ): boolean => {
    const { id, username } = credentials.user
    if (credentialsById.has(id) || idsByUsername.has(username)) return false
    if (alone && looks.some((look) => usersByLook.has(look))) return false
    credentialsById.set(id, structuredClone(credentials))
    idsByUsername.set(username, id)
    for (const look of looks) if (!usersByLook.has(look)) usersByLook.set(look, id)
    return true
  }
  const freeNames = ({ id, username }: Credentials['user']) => {
    idsByUsername.delete(username)
    for (const [look, whose] of usersByLook) if (whose === id) usersByLook.delete(look)
  }
  const setPassword = (userId: string, passwordHash: string, kept?: string) => {
    const credentials = credentialsById.get(userId)
    if (!credentials || credentials.user.deleted) return undefined
    credentialsById.set(userId, { ...credentials, passwordHash })
    removeWhere((link) => link.userId === userId)
    const others = sessionsOf(userId).filter(({ id }) => id !== kept)
    return { user: structuredClone(credentials.user), ended: others.map(remove) }
  }
  const settle = ({ id, name, username, passwordHash, looks, sessionsUntil }: SettledGuest) => {
    const guest = credentialsById.get(id)?.user
    if (!guest || guest.disabled || !isGuest(guest)) return 'gone'
    const isAnothers = (whose: string | undefined) => whose !== undefined && whose !== id
    if (isAnothers(idsByUsername.get(username)) || looks.some((look) => isAnothers(usersByLook.get(look))))
      return 'taken'
    freeNames(guest)
    idsByUsername.set(username, id)
    for (const look of looks) usersByLook.set(look, id)
    if (guest.name !== name) untold.add(id)
    const user = { ...guest, name, username, roles: [] }
    replace({ user, passwordHash })
    for (const session of sessionsOf(id))
      if (session.endsAt >= sessionsUntil) put({ ...session, expiresAt: sessionsUntil })
    return structuredClone(user)
  }
  const hasAdministrator = (but?: string) =>
    [...credentialsById.values()].some(
      ({ user }) => user.roles.includes('administrator') && !user.disabled && user.id !== but,
    )
  const { removeWhere, ...links } = createMemoryLinks({
    add: addUser,
    setPassword,
    settle,
    hasAdministrator: () => hasAdministrator(),
    audit,
  })
  const removeLinksOf = (id: string) => removeWhere(({ userId, madeBy }) => userId === id || madeBy === id)

  const deleteUser = (id: string): readonly string[] => {
    const user = credentialsById.get(id)?.user
    if (!user) return []
    freeNames(user)
    removeLinksOf(id)
    untold.add(id)
    const { createdAt } = user
    const nobody = { id, name: DELETED_NAME, username: '', roles: [], deleted: true as const }
    replace({ user: { ...nobody, ...(createdAt !== undefined && { createdAt }) }, passwordHash: '' })
    return sessionsOf(id).map(remove)
  }

  return {
    async addUser(credentials, name) {
      return addUser(credentials, name)
    },
    async usersLooking(looks) {
      return [...new Set(looks.flatMap((look) => usersByLook.get(look) ?? []))]
    },
    async changeUser(id, change, was) {
      const credentials = credentialsById.get(id)
      if (!credentials || credentials.user.deleted) return undefined
      const { name, color } = credentials.user
      if (was && (was.name !== name || was.color !== color)) return 'otherwise'
      const user = { ...credentials.user, ...change }
      if (user.name !== name) untold.add(id)
      replace({ ...credentials, user })
      return structuredClone(user)
    },
    async deleteUser(id) {
      return deleteUser(id)
    },
    async untold(after, limit) {
      const next = [...untold].filter((id) => id > after).sort()
      return structuredClone(next.slice(0, limit).flatMap((id) => credentialsById.get(id)?.user ?? []))
    },
    async told(id, name) {
      if (credentialsById.get(id)?.user.name === name) untold.delete(id)
    },
    async unknownUsers(ids) {
      const user = (id: string) => credentialsById.get(id)?.user
      return ids.filter((id) => !user(id) || user(id)?.deleted)
    },
    async findUser(id) {
      return structuredClone(credentialsById.get(id)?.user)
    },
    async findCredentials(username) {
      const id = idsByUsername.get(username)
      return id === undefined ? undefined : structuredClone(credentialsById.get(id))
    },
    async hasAdministrator() {
      return hasAdministrator()
    },
    async changePassword(userId, passwordHash, kept) {
      return setPassword(userId, passwordHash, kept)?.ended ?? []
    },
    async replaceHash(userId, from, to) {
      const credentials = credentialsById.get(userId)
      if (credentials?.passwordHash === from) credentialsById.set(userId, { ...credentials, passwordHash: to })
    },
    async disableUser(id, disabled, entry, was) {
      const credentials = credentialsById.get(id)
      if (!credentials || credentials.user.deleted) return undefined
      if (was && !isStanding(credentials.user, was)) return 'otherwise'
      const { disabled: _, ...user } = credentials.user
      if (disabled && user.roles.includes('administrator') && !hasAdministrator(id)) return undefined
      const changed = { ...user, ...(disabled && { disabled }) }
      replace({ ...credentials, user: changed })
      if (disabled) removeLinksOf(id)
      audit.add(entry)
      return { user: structuredClone(changed), ended: disabled ? sessionsOf(id).map(remove) : [] }
    },
    async addSession(session, keep, passwordHash) {
      const whose = credentialsById.get(session.userId)
      if (!whose || whose.user.deleted || whose.user.disabled) return undefined
      if (passwordHash !== undefined && whose.passwordHash !== passwordHash) return undefined
      // The sort is stable: of equals, the one added first stays first.
      const others = sessionsOf(session.userId).sort((a, b) => a.expiresAt - b.expiresAt)
      put(session)
      return others.slice(0, Math.max(0, others.length + 1 - keep)).map(remove)
    },
    async findSession(tokenHash) {
      const session = sessionsByHash.get(tokenHash)
      const credentials = session && credentialsById.get(session.userId)
      return session && credentials ? structuredClone({ session, user: credentials.user }) : undefined
    },
    async sessionsOf(userId) {
      return structuredClone(
        sessionsOf(userId)
          .reverse()
          .sort((a, b) => b.usedAt - a.usedAt),
      )
    },
    async renewSession(tokenHash, times) {
      const session = sessionsByHash.get(tokenHash)
      if (session) put({ ...session, ...times })
    },
    async removeSession(tokenHash) {
      const session = sessionsByHash.get(tokenHash)
      return session && remove(session)
    },
    async removeSessionsOf(userId, which, entry) {
      const goes = ({ id }: Session) => ('only' in which ? id === which.only : id !== which.but)
      const ids = sessionsOf(userId).filter(goes).map(remove)
      if (ids.length > 0) audit.add(entry)
      return ids
    },
    async removeExpiredSessions(now) {
      return [...sessionsByHash.values()].filter(({ expiresAt }) => expiresAt <= now).map(remove)
    },
    ...links,
    ...createMemoryUserList({
      credentials: credentialsById,
      replace,
      audit,
      hasAdministrator,
      erase: (id) => void deleteUser(id),
      isSignedIn: (id) => sessionsByUser.has(id),
      removeLinksBy: (id) => removeWhere(({ madeBy }) => madeBy === id),
    }),
    ...createMemoryFailures(),
  }
}
