import type { StoredAction } from '../../rooms/log/room-log.ts'
import { type ActionRow, actionOf } from '../sql/commit-rows.ts'
import { storableText } from '../storable-text.ts'
import type { Connection, Statement } from './connection.ts'

const PAGE = `SELECT version, at, user, name, payload FROM actions
  WHERE room = (SELECT room FROM heads WHERE id = ?) AND version < ?
  AND name IN (SELECT value FROM json_each(?)) ORDER BY version DESC LIMIT ?`

/** Pages back through the actions that rooms keep. */
export class HistoryReader {
  readonly #page: Statement<ActionRow>

  constructor(connection: Connection) {
    this.#page = connection.prepare(PAGE)
  }

  page(query: { id: string; names: readonly string[]; before: number; limit: number }): StoredAction[] {
    const { id, names, before, limit } = query
    const rows = this.#page.all([id, before, JSON.stringify(names.map(storableText)), limit])
    return rows.map(actionOf)
  }
}
