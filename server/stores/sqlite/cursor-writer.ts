import { linesBetween } from '../sql/cursor-answers.ts'
import type { PackedCursor } from '../sql/packed-append.ts'
import type { Connection, Statement } from './connection.ts'

/** Names one client's standing in one room. */
export interface CursorKey {
  readonly room: number
  readonly user: string
  readonly client: string
}

// A client that was merely there keeps its answers; those that are confirmed are left out on reading.
const WRITE = `INSERT INTO cursors (room, user, client, last, confirmed, used_at, answers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (room, user, client) DO UPDATE SET last = max(last, ?4), confirmed = max(confirmed, ?5),
  used_at = max(used_at, ?6), answers = CASE WHEN ?7 = '' THEN answers ELSE ?7 END`

/** Writes how far each client's actions are done. */
export class CursorWriter {
  readonly #read: Statement<{ answers: string }>
  readonly #write: Statement<unknown>
  readonly #forget: Statement<unknown>

  constructor(connection: Connection) {
    this.#read = connection.prepare('SELECT answers FROM cursors WHERE room = ? AND user = ? AND client = ?')
    this.#write = connection.prepare(WRITE)
    this.#forget = connection.prepare('DELETE FROM cursors WHERE room = ? AND user = ? AND client = ? AND used_at < ?')
  }

  write(room: number, cursor: PackedCursor): void {
    const { user, client, last, confirmed, usedAt } = cursor
    this.#write.run([room, user, client, last, confirmed, usedAt, this.#merged(room, cursor)])
  }

  /** Forgets those that were not used since a time. */
  forget(cursors: readonly CursorKey[], usedBefore: number): void {
    for (const { room, user, client } of cursors) this.#forget.run([room, user, client, usedBefore])
  }

  /** The batch's answers, after the earlier ones that are not confirmed yet. */
  #merged(room: number, { user, client, first, confirmed, answers }: PackedCursor): string {
    // Mostly a client has confirmed what came before: then there is nothing to be read.
    if (first === 0 || confirmed >= first - 1) return answers
    const earlier = linesBetween(this.#read.get([room, user, client])?.answers ?? '', confirmed, first)
    return [...earlier, answers].join('\n')
  }
}
