import type { Role } from '../../server/protocol/roles.ts'
import { ROOM_KEY, roleAmong } from '../../server/protocol/room-document.ts'
import type { LogEntry, StoredAnswer, StoredCommit, StoredDocument } from '../../server/rooms/log/room-log.ts'
import type { RoomRecord } from '../../server/rooms/ports.ts'
import { applyPatches } from '../../server/state/apply.ts'
import type { Json } from '../../server/state/json.ts'
import type { Verdict } from './verdict.ts'

/** A room's document and its state's keys beside each other, as patches address them. */
type Head = { readonly [ROOM_KEY]: StoredDocument } & { readonly [key: string]: unknown }

/** The id of no user: who sees nothing of their own. */
export const NOBODY = ''

/** What is shown of a room to one viewer. */
export interface View {
  readonly status: string
  readonly members: unknown
  readonly state: unknown
}

/** What one room's log holds at this moment, told from the batches that it stored: what all else is compared with. */
export class Chronicle {
  readonly roomId: string
  readonly commits: StoredCommit[] = []
  readonly #verdict: Verdict
  /** The room at every version. */
  readonly #heads: Head[] = [{ [ROOM_KEY]: { status: 'waiting', started: false, members: [] } }]
  /** By user, client and number: every answer that is stored, as JSON. */
  readonly #answers = new Map<string, string>()
  readonly #listings = new Set<string>()
  readonly #views = new Map<string, string[]>()

  constructor(roomId: string, verdict: Verdict) {
    this.roomId = roomId
    this.#verdict = verdict
    this.#list()
  }

  get version(): number {
    return this.commits.length
  }

  /** Takes what the log has stored just now. */
  store({ commit, answer }: LogEntry): void {
    if (commit) this.#commit(commit)
    if (answer) this.#answer(answer)
  }

  /** The room at a version that the log holds, everything in it. */
  head(version: number): Head {
    const head = this.#heads[version]
    if (!head) throw new Error(`${this.roomId} has no version ${version}`)
    return head
  }

  /** What a user may see of the room at a version that the log holds, as JSON. */
  view(version: number, userId: string): string {
    const views = this.#views.get(userId) ?? []
    this.#views.set(userId, views)
    const view = (views[version] ??= JSON.stringify(this.#viewOf(this.head(version), userId)))
    return view
  }

  /** The answer that is stored under a number, as JSON. */
  answer(user: string, client: string, seq: number): string | undefined {
    return this.#answers.get(JSON.stringify([user, client, seq]))
  }

  /** Whether a listing tells of a version that the log holds. */
  lists({ status, members }: { readonly status: string; readonly members: number }): boolean {
    return this.#listings.has(`${status} ${members}`)
  }

  /** Whether the log has held, since a version, that a user was given a role: where there is none, that of the room's record. */
  hasGiven(
    since: number,
    { user, role }: { readonly user: string; readonly role: Role },
    record?: RoomRecord,
  ): boolean {
    const { owner, moderators = [] } = record ?? {}
    const named = moderators.includes(user) ? 'moderator' : 'member'
    const byName = owner === user ? 'owner' : named
    return this.#heads.slice(since).some(({ [ROOM_KEY]: { roles } }) => (roles?.[user] ?? byName) === role)
  }

  /** The ids of the actions that took effect, in their order: told from the state, not from what was sent. */
  effects(): string[] {
    const ids: string[] = []
    for (const { version, kind } of this.commits) {
      const last = this.head(version).last
      if (kind === 'action' && isEffect(last)) ids.push(last.id)
    }
    return ids
  }

  #commit(commit: StoredCommit): void {
    const before = this.commits.at(-1)
    const follows = commit.version === this.version + 1 && commit.at >= (before?.at ?? 0)
    this.#verdict.check('log', follows, () => `${this.roomId}: ${commit.version} at ${commit.at} after ${this.version}`)
    if (commit.kind === 'action' && commit.name === 'moderate') {
      const user = commit.user?.id ?? ''
      const allowed = this.#roleOf(user) !== 'member'
      this.#verdict.check('roles', allowed, () => `${this.roomId}: ${user} moderates at ${commit.version}`)
    }
    this.commits.push(commit)
    this.#heads.push(applyPatches(this.head(this.version - 1), JSON.parse(commit.patches)))
    this.#list()
  }

  #answer({ user, client, seq, answer }: StoredAnswer): void {
    if (!answer) return
    // What stands in the log before it is all that the room was at its turn.
    if (!answer.ok && answer.error.code === 'ROLE_REQUIRED') {
      const what = (): string => `${this.roomId}: ${user} is refused as a member after ${this.version}`
      this.#verdict.check('roles', this.#roleOf(user) === 'member', what)
    }
    const name = JSON.stringify([user, client, seq])
    const known = this.#answers.has(name)
    this.#verdict.check('once', !known, () => `${this.roomId}: ${client} ${seq} was answered twice`)
    this.#answers.set(name, JSON.stringify(answer))
  }

  /** What a user is at the log's end. */
  #roleOf(userId: string): Role {
    return roleAmong(this.head(this.version)[ROOM_KEY].members, userId)
  }

  #list(): void {
    const { status, members } = this.head(this.version)[ROOM_KEY]
    this.#listings.add(`${status} ${members.length}`)
  }

  /** The visibility of the checked application, said again: the core's own rules are under test. */
  #viewOf({ [ROOM_KEY]: { status, members, started }, ...state }: Head, userId: string): View {
    if (!started) return { status, members, state: null }
    const visible = Object.entries(state)
      .filter(([key]) => key !== 'vault')
      .map(([key, value]) => [key, key === 'notes' ? entryOf(value, userId) : value])
    return { status, members, state: Object.fromEntries(visible) }
  }
}

function entryOf(record: unknown, userId: string): Json {
  return (record as { [userId: string]: Json })[userId] ?? null
}

function isEffect(value: unknown): value is { readonly id: string; readonly version: number } {
  return typeof value === 'object' && value !== null && 'id' in value && 'version' in value
}
