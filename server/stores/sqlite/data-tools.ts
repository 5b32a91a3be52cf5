import { existsSync } from 'node:fs'
import { link, open, rm } from 'node:fs/promises'
import type { StoredEffect } from '../../rooms/log/room-log.ts'
import { storableText, textFromStored } from '../storable-text.ts'
import { StoreError } from '../store-error.ts'
import { type Connection, inTransaction, openConnection } from './connection.ts'
import { dataFilesIn, syncFolderOf } from './data-files.ts'
import { storeErrorOf } from './inspect-file.ts'
import { type RoomAtVersion, replayRoom as replay } from './replay-room.ts'
import { COMMITS, type HeadRow } from './room-reader.ts'

// What can be done beside a running server: all of it only reads the data. It blocks its own thread meanwhile.

const PATIENCE = 5000

/** How many commits are read at once. */
const STRETCH = 256

/** There is no such room in the log. */
export class UnknownRoomError extends Error {
  override readonly name = 'UnknownRoomError'
}

/**
 * Copies a data folder's database into one file, as it is at one moment: put into an empty folder as `soc-draw.db`, a
 * server starts from it. `target` appears only when it is whole.
 * @throws StoreError, also when `target` is there already
 */
export async function backUp(folder: string, target: string): Promise<void> {
  const taken = new StoreError('UNUSABLE', `${target} is there already; it was left as it is.`)
  if (existsSync(target)) throw taken
  const partial = `${target}.part`
  try {
    await rm(partial, { force: true })
    withDatabase(folder, (connection) => connection.prepare('VACUUM INTO ?').run([partial]))
    markAsCopy(partial)
    await sync(partial)
    // Unlike renaming, it replaces nothing that has appeared meanwhile.
    await link(partial, target)
    await syncFolderOf(target)
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST' ? taken : storeErrorOf(error, target)
  } finally {
    await rm(partial, { force: true })
  }
}

/**
 * Writes what the log has of a room, one JSON object a line: its head, its snapshots, its commits, its clients.
 * @throws StoreError, UnknownRoomError
 */
export async function exportRoom(folder: string, roomId: string, write: (line: string) => void): Promise<void> {
  withRoom(folder, roomId, (connection, head) => {
    const line = (kind: string, row: object) => write(`${JSON.stringify({ line: kind, ...row })}\n`)
    const { room, id, alarms, ...rest } = head
    line('head', { id: textFromStored(id), ...rest, alarms: JSON.parse(alarms) })
    for (const { version, state } of connection.prepare<SnapshotRow>(SNAPSHOTS).all([room])) {
      line('snapshot', { version, document: JSON.parse(state) })
    }
    // Of what was superseded there are the actions that are kept, in their commits' place.
    const actions = connection.prepare<CommitRow>(PAGE_OF_ACTIONS)
    for (const row of inStretches((after) => actions.all([room, after, head.dropped]))) line('commit', readable(row))
    const commits = connection.prepare<CommitRow>(PAGE_OF_COMMITS)
    for (const row of inStretches((after) => commits.all([room, after]))) line('commit', readable(row))
    for (const effect of connection.prepare<StoredEffect>(EFFECTS).all([room])) line('effect', effect)
    for (const { answers, user, client, ...cursor } of connection.prepare<CursorRow>(CURSORS).all([room])) {
      const names = { user: textFromStored(user), client: textFromStored(client) }
      const lines = answers.split('\n').filter((answer) => answer !== '')
      line('client', { ...names, ...cursor, answers: lines.map((answer) => JSON.parse(answer)) })
    }
  })
}

/**
 * A room as it was at a version; as it is now without one.
 * @throws StoreError, UnknownRoomError, UnreachableVersionError
 */
export async function replayRoom(folder: string, roomId: string, version?: number): Promise<RoomAtVersion> {
  return withRoom(folder, roomId, (connection, head) => replay(connection, head, version ?? head.version))
}

/** All rows, read a stretch at a time. */
function* inStretches(read: (after: number) => CommitRow[]): Generator<CommitRow> {
  for (let rows = read(0); rows.length > 0; rows = read(rows.at(-1)?.version ?? 0)) yield* rows
}

function withDatabase<Result>(folder: string, work: (connection: Connection) => Result): Result {
  const { database } = dataFilesIn(folder)
  if (!existsSync(database)) throw new StoreError('UNUSABLE', `${database} is not there.`)
  try {
    const connection = openConnection(database, { readOnly: true, patience: PATIENCE })
    try {
      return work(connection)
    } finally {
      connection.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    throw code.startsWith('SQLITE_') ? storeErrorOf(error, database) : error
  }
}

function withRoom<Result>(
  folder: string,
  roomId: string,
  work: (connection: Connection, head: HeadRow) => Result,
): Result {
  return withDatabase(folder, (connection) =>
    inTransaction(
      connection,
      () => {
        const [head] = connection.prepare<HeadRow>(HEAD).all([storableText(roomId)])
        if (!head) throw new UnknownRoomError(`There is no room ${roomId} in the log.`)
        return work(connection, head)
      },
      'DEFERRED',
    ),
  )
}

function markAsCopy(file: string): void {
  const connection = openConnection(file)
  try {
    connection.run("INSERT OR REPLACE INTO meta (name, value) VALUES ('copy', 'yes')")
  } finally {
    connection.close()
  }
}

async function sync(file: string): Promise<void> {
  const handle = await open(file)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const HEAD = 'SELECT * FROM heads WHERE id = ?'
const SNAPSHOTS = 'SELECT version, state FROM snapshots WHERE room = ? ORDER BY version'
const PAGE_OF_COMMITS = `${COMMITS} WHERE commits.room = ? AND commits.version > ? ORDER BY commits.version LIMIT ${STRETCH}`
const PAGE_OF_ACTIONS = `SELECT version, 'action' AS kind, at, user, name, payload, NULL AS patches, 1 AS kept FROM actions
  WHERE room = ? AND version > ? AND version <= ? ORDER BY version LIMIT ${STRETCH}`
const EFFECTS = 'SELECT id, name, payload FROM effects WHERE room = ? ORDER BY position'
const CURSORS = 'SELECT user, client, last, confirmed, used_at, answers FROM cursors WHERE room = ?'

interface SnapshotRow {
  readonly version: number
  readonly state: string
}

interface CommitRow {
  readonly version: number
  readonly kind: string
  readonly at: number
  readonly user: string | null
  readonly name: string | null
  readonly payload: string | null
  readonly patches: string | null
  readonly kept: number
}

interface CursorRow {
  readonly user: string
  readonly client: string
  readonly answers: string
}

/** Without what is absent, as an action's payload that carried nothing; `patches` is null where they were dropped. */
function readable({ version, kind, at, user, name, payload, patches, kept }: CommitRow): object {
  return {
    version,
    kind,
    at,
    ...(user !== null && { user: JSON.parse(user) }),
    ...(name !== null && { name: textFromStored(name) }),
    ...(payload && { payload: textFromStored(payload) }),
    kept: kept === 1,
    patches: patches === null ? null : JSON.parse(patches),
  }
}
