import type { Accounts } from '../accounts/accounts.ts'
import type { AccountStore } from '../accounts/ports.ts'
import type { Changes, Looked } from '../rooms/log/changes.ts'
import type { LobbyNamespace } from '../sockets/lobby-socket.ts'
import type { Follower } from './change-follower.ts'

export interface PeopleFollowerParts {
  readonly accounts: Pick<Accounts, 'heard' | 'onSessionEnded' | 'onUserChanged'>
  readonly store: Pick<AccountStore, 'findUser'>
  readonly changes: Pick<Changes, 'lasting'>
  readonly namespaces: readonly LobbyNamespace[]
  /** Something was changed here, which others are to hear of. */
  changed(): void
}

/** How many sessions are asked about at once, and how many users. */
const SESSIONS_AT_ONCE = 1000
const USERS_AT_ONCE = 20

/** What other servers do to the built-in accounts: sessions that end, users who are called otherwise, or may do otherwise. */
export class PeopleFollower implements Follower {
  readonly #parts: PeopleFollowerParts
  /** Whether those who listen are just being told of another server's change. */
  #hears = false
  #stopped = false

  constructor(parts: PeopleFollowerParts) {
    this.#parts = parts
    const changed = (): void => {
      if (!this.#hears) parts.changed()
    }
    parts.accounts.onSessionEnded(changed)
    parts.accounts.onUserChanged(changed)
  }

  stop(): void {
    this.#stopped = true
  }

  async follow(changes: Looked['changes']): Promise<void> {
    const sessions = changes.flatMap((change) => (change.kind === 'session' ? change.session : []))
    this.#hear(({ sessionsEnded }) => sessionsEnded(sessions))
    if (changes.some(({ kind }) => kind === 'sessions')) await this.#lookForSessions()
    await this.#lookAt(changes.flatMap((change) => (change.kind === 'user' ? change.user : [])))
  }

  async anew(): Promise<void> {
    await this.#lookForSessions()
    const connected = this.#parts.namespaces.flatMap(({ sockets }) => [...sockets.values()])
    await this.#lookAt(connected.flatMap(({ data }) => (data.session === undefined ? [] : data.user.id)))
  }

  /** Which sessions of those who are connected have ended. */
  async #lookForSessions(): Promise<void> {
    const connected = this.#parts.namespaces.flatMap(({ sockets }) => [...sockets.values()])
    const sessions = new Set(connected.flatMap(({ data }) => data.session ?? []))
    for (const some of stretchesOf([...sessions], SESSIONS_AT_ONCE)) {
      if (this.#stopped) return
      const lasting = await this.#parts.changes.lasting(some)
      this.#hear(({ sessionsEnded }) => sessionsEnded(some.filter((session) => !lasting.has(session))))
    }
  }

  async #lookAt(ids: readonly string[]): Promise<void> {
    for (const some of stretchesOf([...new Set(ids)], USERS_AT_ONCE)) {
      if (this.#stopped) return
      const users = await Promise.all(some.map((id) => this.#parts.store.findUser(id)))
      for (const user of users) if (user) this.#hear(({ userChanged }) => userChanged(user))
    }
  }

  #hear(tell: (heard: Accounts['heard']) => void): void {
    this.#hears = true
    try {
      tell(this.#parts.accounts.heard)
    } finally {
      this.#hears = false
    }
  }
}

function* stretchesOf<Item>(items: readonly Item[], length: number): Iterable<readonly Item[]> {
  for (let start = 0; start < items.length; start += length) yield items.slice(start, start + length)
}
