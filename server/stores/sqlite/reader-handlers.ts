import { type Connection, openConnection } from './connection.ts'
import type { CursorKey } from './cursor-writer.ts'
import { HistoryReader } from './history-reader.ts'
import { RoomReader } from './room-reader.ts'
import { once, type Query, runQuery } from './writer-handlers.ts'

/** How the reading thread is to go about it. */
export interface ReaderData {
  readonly file: string
  /** How long to wait for somebody else's lock, in milliseconds. */
  readonly patience: number
}

/** A stretch of the clients that were not used since a time: those after a key, in its order. */
export interface UnusedQuery {
  readonly usedBefore: number
  readonly after: CursorKey
  readonly limit: number
}

const CACHE = 'PRAGMA cache_size = -4000'

const UNUSED = `SELECT room, user, client FROM cursors WHERE used_at < ? AND (room, user, client) > (?, ?, ?)
  ORDER BY room, user, client LIMIT ?`

/** What the reading thread can be asked. It connects when it is asked for the first time, and never writes. */
export function createReaderHandlers(data: ReaderData) {
  const connection = once(() => connect(data))
  const rooms = once(() => new RoomReader(connection()))
  const actions = once(() => new HistoryReader(connection()))
  return {
    readRoom: (id: string) => rooms().read(id),
    condense: (id: string) => rooms().condense(id),
    history: (query: Parameters<HistoryReader['page']>[0]) => actions().page(query),
    query: (query: Query) => runQuery(connection(), query),
    unusedCursors: ({ usedBefore, after, limit }: UnusedQuery) =>
      connection().prepare<CursorKey>(UNUSED).all([usedBefore, after.room, after.user, after.client, limit]),
  }
}

export type ReaderApi = ReturnType<typeof createReaderHandlers>

function connect({ file, patience }: ReaderData): Connection {
  const connection = openConnection(file, { readOnly: true, patience })
  connection.prepare(CACHE).all()
  return connection
}
