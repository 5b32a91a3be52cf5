import type { User } from '../../protocol/room-document.ts'
import type { LogEntry, RoomAppend, StoredAnswer, StoredCommit, StoredEffect } from '../../rooms/log/room-log.ts'
import type { StoredAlarm } from '../../rooms/log/stored-alarm.ts'
import { storableText } from '../storable-text.ts'

/** A row of `commits`, without its room. */
export type PackedCommit = readonly [
  version: number,
  kind: string,
  at: number,
  user: string | null,
  name: string | null,
  payload: string | null,
  patches: string,
]

/** A row of `actions`, without its room. */
export type PackedAction = readonly [version: number, at: number, user: string, name: string, payload: string]

/** What a batch makes of one client's standing. */
export interface PackedCursor {
  readonly user: string
  readonly client: string
  last: number
  confirmed: number
  usedAt: number
  /** The number of the first answer; 0 without one. */
  first: number
  /** One `[seq, digest, answer]` a line, each line with its end. */
  answers: string
}

/** One room's part of a batch as text and numbers: cheap to hand to another thread, and no longer its maker's objects. */
export interface PackedAppend {
  readonly id: string
  readonly term: number
  readonly base: number
  readonly version: number
  readonly rules: number
  /** The last commit's time. */
  readonly at: number | null
  readonly status: string | null
  readonly members: number | null
  readonly preview: string | null
  /** Null where they did not change. */
  readonly alarms: string | null
  /** When the first of those is due. */
  readonly due: number | null
  /** Characters of patches. */
  readonly size: number
  readonly commits: readonly PackedCommit[]
  readonly actions: readonly PackedAction[]
  readonly effects: readonly StoredEffect[]
  /** The ids of those that are done with. */
  readonly carriedOut: readonly string[]
  readonly cursors: readonly PackedCursor[]
  /** What the room was told that they are called, each user once. */
  readonly people: readonly PackedPerson[]
}

/** A user's id, and what a room calls them. */
export type PackedPerson = readonly [user: string, name: string]

/** @throws RangeError when the commits don't follow the base one by one */
export function packAppend({ roomId, term, base, rules, entries }: RoomAppend): PackedAppend {
  const commits: PackedCommit[] = []
  const actions: PackedAction[] = []
  let at: number | null = null
  let size = 0
  for (const { commit } of entries) {
    if (!commit) continue
    const last = base + commits.length
    if (commit.version !== last + 1) throw new RangeError(`version ${commit.version} can’t follow ${last}`)
    commits.push(packCommit(commit))
    if (commit.kept) actions.push(packAction(commit))
    at = commit.at
    size += commit.patches.length
  }
  const standing = entries.findLast((entry) => entry.standing)?.standing
  const alarms = entries.findLast((entry) => entry.alarms)?.alarms
  return {
    id: storableText(roomId),
    term,
    base,
    version: base + commits.length,
    rules,
    at,
    status: standing?.status ?? null,
    members: standing?.members ?? null,
    preview: standing?.preview === undefined ? null : storableText(standing.preview),
    alarms: alarms ? JSON.stringify(alarms) : null,
    due: alarms ? firstDue(alarms) : null,
    size,
    commits,
    actions,
    effects: entries.flatMap(({ effects }) => effects?.map(packEffect) ?? []),
    carriedOut: entries.flatMap(({ carriedOut }) => carriedOut?.map(storableText) ?? []),
    cursors: packCursors(entries),
    people: packPeople(entries),
  }
}

/** Of two names the later one is true. */
function packPeople(entries: readonly LogEntry[]): PackedPerson[] {
  const names = new Map<string, string>()
  for (const { commit } of entries) {
    if (commit?.user && (commit.kind === 'join' || commit.kind === 'rename'))
      names.set(commit.user.id, commit.user.name)
  }
  return [...names].map(([user, name]) => [storableText(user), storableText(name)])
}

/** Who did what stands once: with the action, where it is kept. */
function packCommit({ version, kind, at, user, name, payload, patches, kept }: StoredCommit): PackedCommit {
  if (kept) return [version, kind, at, null, null, null, patches]
  return [
    version,
    kind,
    at,
    user ? userText(user) : null,
    name === undefined ? null : storableText(name),
    payload === undefined ? null : storableText(payload),
    patches,
  ]
}

function packAction({ version, at, user, name, payload }: StoredCommit): PackedAction {
  if (!user || name === undefined || payload === undefined)
    throw new TypeError(`version ${version} is kept, and nobody’s action`)
  return [version, at, userText(user), storableText(name), storableText(payload)]
}

function packEffect({ id, name, payload }: StoredEffect): StoredEffect {
  return { id: storableText(id), name: storableText(name), payload: storableText(payload) }
}

function userText({ id, name }: User): string {
  return JSON.stringify({ id, name })
}

function firstDue(alarms: readonly StoredAlarm[]): number | null {
  const dues = alarms.flatMap(({ due }) => due ?? [])
  return dues.length > 0 ? Math.min(...dues) : null
}

function packCursors(entries: readonly LogEntry[]): readonly PackedCursor[] {
  const users = new Map<string, Map<string, PackedCursor>>()
  const cursors: PackedCursor[] = []
  for (const { answer } of entries) {
    if (!answer) continue
    const clients = users.get(answer.user) ?? new Map<string, PackedCursor>()
    users.set(answer.user, clients)
    const cursor = clients.get(answer.client) ?? emptyCursor(answer)
    if (!clients.has(answer.client)) cursors.push(cursor)
    clients.set(answer.client, cursor)
    addAnswer(cursor, answer)
  }
  return cursors
}

function emptyCursor({ user, client }: StoredAnswer): PackedCursor {
  const [storableUser, storableClient] = [storableText(user), storableText(client)]
  return { user: storableUser, client: storableClient, last: 0, confirmed: 0, usedAt: 0, first: 0, answers: '' }
}

function addAnswer(cursor: PackedCursor, { seq, digest, answer, confirmed, at }: StoredAnswer): void {
  cursor.last = Math.max(cursor.last, seq)
  cursor.confirmed = Math.max(cursor.confirmed, confirmed)
  cursor.usedAt = Math.max(cursor.usedAt, at)
  if (!answer) return
  if (cursor.first === 0) cursor.first = seq
  cursor.answers += `${JSON.stringify([seq, digest, answer])}\n`
}
