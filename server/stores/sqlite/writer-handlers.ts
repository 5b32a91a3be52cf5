import type { PackedAppend } from '../sql/packed-append.ts'
import { type Connection, openConnection, type Value } from './connection.ts'
import { type CursorKey, CursorWriter } from './cursor-writer.ts'
import { inspectFile } from './inspect-file.ts'
import { LogWriter, type Opening } from './log-writer.ts'
import { type Snapshot, SnapshotWriter } from './snapshot-writer.ts'

/** How the writing thread is to go about it. */
export interface WriterData {
  readonly file: string
  /** SQLite settings as `name=value`, in the order in which they are set. */
  readonly pragmas: readonly string[]
  /** How long to wait for somebody else's lock, in milliseconds. */
  readonly patience: number
  /** After how many characters of patches a room's first snapshot is made. */
  readonly snapshotAfter: number
  readonly keepLog: boolean
}

export interface Query {
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Whether it is part of the transaction that was begun before. */
  readonly within: boolean
}

export interface QueryReply {
  readonly rows: unknown[]
  readonly changed: number
}

/** What the writing thread can be asked. It connects when it is asked for the first time. */
export function createWriterHandlers(data: WriterData) {
  const connection = once(() => connect(data))
  const log = once(() => new LogWriter(connection(), data.snapshotAfter))
  const cursors = once(() => new CursorWriter(connection()))
  const snapshots = once(() => new SnapshotWriter(connection(), data.keepLog))
  return {
    /** Must be asked before anything else is: it looks at the file before anybody writes to it. */
    inspect: (known: readonly string[]): void => inspectFile(data.file, { known, patience: data.patience }),
    /** Runs statements without parameters, such as those that begin and end a transaction. */
    run: (sql: string): void => connection().run(sql),
    rollBack: (_: null): void => {
      // After some errors, and in a thread that was started anew, there is nothing left to roll back.
      if (connection().inTransaction) connection().run('ROLLBACK')
    },
    query: (query: Query): QueryReply => runQuery(connection(), query),
    raiseTerms: (openings: readonly Opening[]) => log().raiseTerms(openings),
    append: (batch: readonly PackedAppend[]) => log().append(batch),
    storeSnapshot: (snapshot: Snapshot) => snapshots().store(snapshot),
    dropSuperseded: (superseded: { id: string; upTo: number }) => snapshots().drop(superseded),
    forgetCursors: ({ keys, usedBefore }: { keys: readonly CursorKey[]; usedBefore: number }) =>
      cursors().forget(keys, usedBefore),
  }
}

export type WriterApi = ReturnType<typeof createWriterHandlers>

function connect({ file, pragmas, patience }: WriterData): Connection {
  const connection = openConnection(file, { patience })
  for (const pragma of pragmas) connection.prepare(`PRAGMA ${pragma}`).all()
  return connection
}

/** Makes a thing when it is first asked for; tries again when that has failed. */
export function once<Thing extends object>(make: () => Thing): () => Thing {
  let made: Thing | undefined
  return () => (made ??= make())
}

export function runQuery(connection: Connection, { sql, parameters, within }: Query): QueryReply {
  if (within && !connection.inTransaction) throw new Error('the transaction was lost')
  const statement = connection.prepare(sql)
  const values = parameters.map(toValue)
  if (statement.returnsRows) return { rows: statement.all(values), changed: 0 }
  return { rows: [], changed: statement.run(values) }
}

/** @throws TypeError for what the driver can't bind: it would end the process. */
function toValue(parameter: unknown): Value {
  if (parameter === null || parameter instanceof Uint8Array) return parameter
  if (typeof parameter === 'string' || typeof parameter === 'number' || typeof parameter === 'bigint') return parameter
  throw new TypeError(`a ${typeof parameter} can’t be stored`)
}
