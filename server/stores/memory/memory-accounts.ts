import type { AccountStore, Credentials, Session } from '../../accounts/ports.ts'

/** Accounts in memory: gone with the process. For development and specs. */
export function createMemoryAccounts(): AccountStore {
  const credentialsById = new Map<string, Credentials>()
  const idsByUsername = new Map<string, string>()
  const sessionsByHash = new Map<string, Session>()
  const sessionsByUser = new Map<string, Set<string>>()

  const put = (session: Session) => {
    const hashes = sessionsByUser.get(session.userId) ?? new Set()
    sessionsByUser.set(session.userId, hashes.add(session.tokenHash))
    sessionsByHash.set(session.tokenHash, { ...session })
  }
  const remove = ({ id, userId, tokenHash }: Session) => {
    const hashes = sessionsByUser.get(userId)
    hashes?.delete(tokenHash)
    if (hashes?.size === 0) sessionsByUser.delete(userId)
    sessionsByHash.delete(tokenHash)
    return id
  }
  /** In the order in which they were added. */
  const sessionsOf = (userId: string) =>
    [...(sessionsByUser.get(userId) ?? [])].flatMap((tokenHash) => sessionsByHash.get(tokenHash) ?? [])

  return {
    async addUser(credentials) {
      const { id, username } = credentials.user
      if (credentialsById.has(id) || idsByUsername.has(username)) return false
      credentialsById.set(id, structuredClone(credentials))
      idsByUsername.set(username, id)
      return true
    },
    async unknownUsers(ids) {
      return ids.filter((id) => !credentialsById.has(id))
    },
    async findUser(id) {
      return structuredClone(credentialsById.get(id)?.user)
    },
    async findCredentials(username) {
      const id = idsByUsername.get(username)
      return id === undefined ? undefined : structuredClone(credentialsById.get(id))
    },
    async changePassword(userId, passwordHash) {
      const credentials = credentialsById.get(userId)
      if (credentials) credentialsById.set(userId, { ...credentials, passwordHash })
      return sessionsOf(userId).map(remove)
    },
    async addSession(session, keep) {
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
    async renewSession(tokenHash, expiresAt) {
      const session = sessionsByHash.get(tokenHash)
      if (session) put({ ...session, expiresAt })
    },
    async removeSession(tokenHash) {
      const session = sessionsByHash.get(tokenHash)
      return session && remove(session)
    },
    async removeExpiredSessions(now) {
      return [...sessionsByHash.values()].filter(({ expiresAt }) => expiresAt <= now).map(remove)
    },
  }
}
