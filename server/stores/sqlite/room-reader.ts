import type { StoredEffect } from '../../rooms/log/room-log.ts'
import { type CursorRow, standingOf } from '../sql/cursor-answers.ts'
import { documentOf } from '../sql/document-of.ts'
import { textFromStored } from '../storable-text.ts'
import { type Connection, inTransaction, type Statement } from './connection.ts'
import type { Snapshot } from './snapshot-writer.ts'

/** How many characters of patches are handed out with a room, about. */
const RECENT_SIZE = 512 * 1024

/** How many commits are read at once: they may be large. */
const STRETCH = 64

export interface HeadRow {
  readonly id: string
  readonly room: number
  readonly epoch: string
  readonly version: number
  readonly at: number
  readonly rules: number
  readonly snapshot: number
  readonly logged: number
  readonly dropped: number
  /** `StoredAlarm[]` as JSON. */
  readonly alarms: string
}

/** A room as the reading thread hands it over: its objects as JSON. */
export interface PackedRoom {
  readonly epoch: string
  readonly version: number
  readonly at: number
  readonly rules: number
  /** `{ $room, …state }` */
  readonly document: string
  /** `StoredCommit[]` */
  readonly commits: string
  /** `StoredAnswer[]` */
  readonly answers: string
  /** `StoredAlarm[]` */
  readonly alarms: string
  readonly effects: readonly StoredEffect[]
}

/** Commits with what stands of them among the actions that are kept. */
export const COMMITS = `SELECT commits.version, kind, commits.at, coalesce(actions.user, commits.user) AS user,
  coalesce(actions.name, commits.name) AS name, coalesce(actions.payload, commits.payload) AS payload, patches,
  actions.version IS NOT NULL AS kept
  FROM commits LEFT JOIN actions ON actions.room = commits.room AND actions.version = commits.version`

interface CommitRow {
  readonly version: number
  readonly kind: string
  readonly at: number
  readonly user: string | null
  readonly name: string | null
  readonly payload: string | null
  readonly patches: string
  readonly kept: number
}

/** Reads rooms out of their log. Each call sees the file at one moment. */
export class RoomReader {
  readonly #connection: Connection
  readonly #head: Statement<HeadRow>
  readonly #snapshot: Statement<{ state: string }>
  readonly #patches: Statement<{ patches: string }>
  readonly #recent: Statement<CommitRow>
  readonly #cursors: Statement<CursorRow>
  readonly #effects: Statement<StoredEffect>

  constructor(connection: Connection) {
    this.#connection = connection
    this.#head = connection.prepare('SELECT * FROM heads WHERE id = ?')
    this.#snapshot = connection.prepare('SELECT state FROM snapshots WHERE room = ? AND version = ?')
    this.#patches = connection.prepare(
      'SELECT patches FROM commits WHERE room = ? AND version > ? AND version <= ? ORDER BY version',
    )
    this.#recent = connection.prepare(
      `${COMMITS} WHERE commits.room = ? AND commits.version < ? ORDER BY commits.version DESC LIMIT ${STRETCH}`,
    )
    this.#effects = connection.prepare('SELECT id, name, payload FROM effects WHERE room = ? ORDER BY position')
    this.#cursors = connection.prepare(
      'SELECT user, client, last, confirmed, used_at, answers FROM cursors WHERE room = ? ORDER BY used_at',
    )
  }

  /** The room with its newest commits and its clients' standings; undefined when the log has never seen it. */
  read(id: string): PackedRoom | undefined {
    return this.#atOneMoment(id, (head) => ({
      epoch: head.epoch,
      version: head.version,
      at: head.at,
      rules: head.rules,
      document: this.documentAt(head, { from: head.snapshot, to: head.version }),
      commits: this.#recentCommits(head),
      answers: this.#answers(head),
      alarms: head.alarms,
      effects: this.#effects.all([head.room]).map(({ id, name, payload }) => ({
        id: textFromStored(id),
        name: textFromStored(name),
        payload: textFromStored(payload),
      })),
    }))
  }

  /** The room's state now, as a snapshot; undefined where there is nothing new since the last one. */
  condense(id: string): Snapshot | undefined {
    return this.#atOneMoment(id, (head) => {
      const { version, snapshot, logged } = head
      if (version === snapshot) return undefined
      const document = this.documentAt(head, { from: snapshot, to: version })
      return { id, version, logged, size: document.length, state: Buffer.from(document) }
    })
  }

  /** @param from the version of a snapshot that is there; 0 for the empty room's */
  documentAt({ room }: HeadRow, { from, to }: { from: number; to: number }): string {
    const base = from === 0 ? undefined : this.#snapshot.get([room, from])?.state
    if (base === undefined && from !== 0) throw new Error(`the snapshot of version ${from} is missing`)
    const rows = this.#patches.all([room, from, to])
    if (rows.length !== to - from) throw new Error(`of the commits after ${from} up to ${to}, some are missing`)
    return documentOf({ base, patches: rows.map(({ patches }) => patches) })
  }

  #atOneMoment<Result>(id: string, read: (head: HeadRow) => Result): Result | undefined {
    return inTransaction(
      this.#connection,
      () => {
        const head = this.#head.get([id])
        return head && read(head)
      },
      'DEFERRED',
    )
  }

  #recentCommits({ room, version }: HeadRow): string {
    const commits: string[] = []
    let size = 0
    let before = version + 1
    while (before > 1) {
      const rows = this.#recent.all([room, before])
      for (const row of rows) {
        // Patches are dropped from the beginning on: those that are there are in a row.
        if (size > RECENT_SIZE) return jsonArray(commits.reverse())
        commits.push(commitJson(row))
        size += row.patches.length
      }
      before = rows.at(-1)?.version ?? 0
    }
    return jsonArray(commits.reverse())
  }

  #answers({ room }: HeadRow): string {
    return jsonArray(
      this.#cursors
        .all([room])
        .flatMap(standingOf)
        .map((answer) => JSON.stringify(answer)),
    )
  }
}

function jsonArray(parts: readonly string[]): string {
  return `[${parts.join(',')}]`
}

function commitJson({ version, kind, at, user, name, payload, patches, kept }: CommitRow): string {
  const parts = [`{"version":${version},"kind":"${kind}","at":${at}`]
  if (user !== null) parts.push(`"user":${user}`)
  if (name !== null) parts.push(`"name":${JSON.stringify(textFromStored(name))}`)
  if (payload !== null) parts.push(`"payload":${JSON.stringify(textFromStored(payload))}`)
  if (kept) parts.push('"kept":true')
  parts.push(`"patches":${JSON.stringify(patches)}}`)
  return parts.join(',')
}
