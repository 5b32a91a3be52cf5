import type { PoolClient } from 'pg'
import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import type { StoredCommit, StoredEffect, StoredRoom } from '../../rooms/log/room-log.ts'
import type { Json } from '../../state/json.ts'
import { type ActionRow, type CommitRow, commitOf } from '../sql/commit-rows.ts'
import { type CursorRow, standingOf } from '../sql/cursor-answers.ts'
import { documentOf } from '../sql/document-of.ts'
import { textFromStored } from '../storable-text.ts'

/** How many characters of patches are handed out with a room, about. */
const RECENT_SIZE = 512 * 1024

/** How many commits are read at first, since they may be large; and at most at once, where those were small. */
const STRETCH = 256
const LONGEST_STRETCH = 4096

interface HeadRow {
  readonly room: number
  readonly epoch: string
  readonly version: number
  readonly at: number
  readonly rules: number
  readonly snapshot: number
  readonly logged: number
  /** `StoredAlarm[]` as JSON. */
  readonly alarms: string
}

/** What a room's state is made of: a snapshot's text, undefined for the empty room's, and the patches since, each as JSON. */
export interface Sources {
  readonly version: number
  readonly base: string | undefined
  readonly patches: readonly string[]
}

/** What a new snapshot is to be made of. */
export interface Outgrown extends Sources {
  /** The version of the snapshot before; 0 for none. */
  readonly snapshot: number
  /** The characters of patches since. */
  readonly logged: number
}

const HEAD = 'SELECT room, epoch, version, at, rules, snapshot, logged, alarms FROM heads WHERE id = $1'

// Asked for apart, by ranges: a database that has no statistics of a room yet would join them by comparing each with each,
// or sort all that the room ever had.
const COMMITS = `SELECT version, kind, at, "user", name, payload, patches FROM commits
  WHERE room = $1 AND version >= $2 AND version < $3 ORDER BY version DESC`

const ACTIONS =
  'SELECT version, at, "user", name, payload FROM actions WHERE room = $1 AND version >= $2 AND version < $3'

const CURSORS = 'SELECT "user", client, last, confirmed, used_at, answers FROM cursors WHERE room = $1 ORDER BY used_at'

const EFFECTS = 'SELECT id, name, payload FROM effects WHERE room = $1 ORDER BY position'

/** The room with its newest commits and its clients' standings, read within `atOneMoment`; undefined where the log has never seen it. */
export async function readRoom(client: PoolClient, id: string): Promise<Omit<StoredRoom, 'term'> | undefined> {
  const head = await readHead(client, id)
  if (!head) return undefined
  const sources = await readSources(client, head)
  const parsed = JSON.parse(documentOf(sources)) as { [ROOM_KEY]: RoomDocument } & { [key: string]: Json }
  const { [ROOM_KEY]: room, ...state } = parsed
  const commits = await recentCommits(client, head)
  const cursors = await client.query<CursorRow>(CURSORS, [head.room])
  const effects = await client.query<StoredEffect>(EFFECTS, [head.room])
  const { epoch, version, at, rules, alarms } = head
  return {
    ...{ epoch, version, at, rules, room, commits },
    ...(room.started && { state }),
    answers: cursors.rows.flatMap(standingOf),
    alarms: JSON.parse(alarms),
    effects: effects.rows.map(effectOf),
  }
}

/** What the room's next snapshot is made of; undefined where there is nothing new since the last one. */
export async function readOutgrown(client: PoolClient, id: string): Promise<Outgrown | undefined> {
  const head = await readHead(client, id)
  if (!head || head.version === head.snapshot) return undefined
  const { snapshot, logged } = head
  return { ...(await readSources(client, head)), snapshot, logged }
}

async function readHead(client: PoolClient, id: string): Promise<HeadRow | undefined> {
  return (await client.query<HeadRow>(HEAD, [id])).rows[0]
}

async function readSources(client: PoolClient, { room, version, snapshot }: HeadRow): Promise<Sources> {
  const base = snapshot === 0 ? undefined : await readSnapshot(client, room, snapshot)
  const { rows } = await client.query<{ patches: string }>(
    'SELECT patches FROM commits WHERE room = $1 AND version > $2 AND version <= $3 ORDER BY version',
    [room, snapshot, version],
  )
  if (rows.length !== version - snapshot) {
    throw new Error(`of the commits after ${snapshot} up to ${version}, some are missing`)
  }
  return { version, base, patches: rows.map(({ patches }) => patches) }
}

async function readSnapshot(client: PoolClient, room: number, version: number): Promise<string> {
  const { rows } = await client.query<{ state: string }>(
    'SELECT state FROM snapshots WHERE room = $1 AND version = $2',
    [room, version],
  )
  if (!rows[0]) throw new Error(`the snapshot of version ${version} is missing`)
  return rows[0].state
}

/** Patches are dropped from the beginning on: those that are there are in a row. */
async function recentCommits(client: PoolClient, { room, version }: HeadRow): Promise<readonly StoredCommit[]> {
  const commits: StoredCommit[] = []
  let size = 0
  let before = version + 1
  let stretch = STRETCH
  while (before > 1) {
    const from = Math.max(1, before - stretch)
    const rows = await readStretch(client, [room, from, before])
    for (const row of rows) {
      if (size > RECENT_SIZE) return commits.reverse()
      commits.push(commitOf(row))
      size += row.patches.length
    }
    // What is before it was dropped.
    if (rows.length < before - from) break
    before = from
    stretch = stretchFor(RECENT_SIZE - size, size / commits.length)
  }
  return commits.reverse()
}

/** The commits of a room from a version to below another, the newest first. */
async function readStretch(client: PoolClient, range: readonly number[]): Promise<readonly CommitRow[]> {
  const commits = await client.query<Omit<CommitRow, 'kept'>>(COMMITS, [...range])
  const actions = await client.query<ActionRow>(ACTIONS, [...range])
  const kept = new Map(actions.rows.map((action) => [action.version, action]))
  return commits.rows.map((commit) => {
    const action = kept.get(commit.version)
    return action ? { ...commit, ...action, at: commit.at, kept: true } : { ...commit, kept: false }
  })
}

/** How many commits are likely to be of a size together, by what they had each so far. */
function stretchFor(size: number, each: number): number {
  return Math.max(1, Math.min(LONGEST_STRETCH, Math.ceil(size / each) + 1))
}

function effectOf({ id, name, payload }: StoredEffect): StoredEffect {
  return { id: textFromStored(id), name: textFromStored(name), payload: textFromStored(payload) }
}
