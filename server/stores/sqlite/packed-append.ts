import type { LogEntry, RoomAppend, StoredAnswer, StoredCommit } from '../../rooms/room-log.ts'
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
  kept: 0 | 1,
]

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
  /** Characters of patches. */
  readonly size: number
  readonly commits: readonly PackedCommit[]
  readonly cursors: readonly PackedCursor[]
}

/** @throws RangeError when the commits don't follow the base one by one */
export function packAppend({ roomId, term, base, rules, entries }: RoomAppend): PackedAppend {
  const commits = entries.flatMap(({ commit }) => (commit ? [commit] : []))
  for (const [index, { version }] of commits.entries()) {
    if (version !== base + index + 1) throw new RangeError(`version ${version} can’t follow ${base + index}`)
  }
  const rows = commits.map(packCommit)
  const standing = entries.findLast((entry) => entry.standing)?.standing
  return {
    id: storableText(roomId),
    term,
    base,
    version: base + commits.length,
    rules,
    at: commits.at(-1)?.at ?? null,
    status: standing?.status ?? null,
    members: standing?.members ?? null,
    size: rows.reduce((size, [, , , , , , patches]) => size + patches.length, 0),
    commits: rows,
    cursors: packCursors(entries),
  }
}

function packCommit({ version, kind, at, user, name, payload, patches, kept }: StoredCommit): PackedCommit {
  return [
    version,
    kind,
    at,
    user ? JSON.stringify({ id: user.id, name: user.name }) : null,
    name === undefined ? null : storableText(name),
    payload === undefined ? null : storableText(payload),
    JSON.stringify(patches),
    kept ? 1 : 0,
  ]
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
  const named = { user: storableText(user), client: storableText(client) }
  return { ...named, last: 0, confirmed: 0, usedAt: 0, first: 0, answers: '' }
}

function addAnswer(cursor: PackedCursor, { seq, digest, answer, confirmed, at }: StoredAnswer): void {
  cursor.last = Math.max(cursor.last, seq)
  cursor.confirmed = Math.max(cursor.confirmed, confirmed)
  cursor.usedAt = Math.max(cursor.usedAt, at)
  if (!answer) return
  if (cursor.first === 0) cursor.first = seq
  cursor.answers += `${JSON.stringify([seq, digest, answer])}\n`
}
