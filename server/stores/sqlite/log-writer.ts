import { NewerRulesError } from '../../rooms/room-log.ts'
import { type Connection, inTransaction, type Statement } from './connection.ts'
import { CursorWriter } from './cursor-writer.ts'
import type { PackedAppend } from './packed-append.ts'
import { type PackedError, packError } from './worker-protocol.ts'

export type PackedOutcome = 'ok' | 'conflict' | PackedError

export interface AppendReply {
  readonly outcomes: readonly PackedOutcome[]
  /** The rooms whose log outweighs their snapshot. */
  readonly outgrown: readonly string[]
}

interface Moved {
  readonly room: number
  readonly logged: number
  readonly snapshot_size: number
}

const RAISE_TERM = `INSERT INTO heads (id, epoch, term) VALUES (?, ?, 1)
  ON CONFLICT (id) DO UPDATE SET term = term + 1 WHERE rules <= ? RETURNING term`

// The fence: whoever isn't the room's owner at its newest version moves nothing.
const MOVE_HEAD = `UPDATE heads SET version = ?, at = coalesce(?, at), rules = coalesce(?, rules),
  status = coalesce(?, status), members = coalesce(?, members), logged = logged + ?
  WHERE id = ? AND version = ? AND term = ? RETURNING room, logged, snapshot_size`

const ADD_COMMIT = `INSERT INTO commits (room, version, kind, at, user, name, payload, patches, kept)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`

/** Writes the rooms' log, in the thread that has the only writing connection. */
export class LogWriter {
  readonly #connection: Connection
  readonly #snapshotAfter: number
  readonly #cursors: CursorWriter
  readonly #raiseTerm: Statement<{ term: number }>
  readonly #moveHead: Statement<Moved>
  readonly #addCommit: Statement<unknown>

  /** @param snapshotAfter how many characters of patches a room has at least before its snapshot is made anew */
  constructor(connection: Connection, snapshotAfter: number) {
    this.#connection = connection
    this.#snapshotAfter = snapshotAfter
    this.#cursors = new CursorWriter(connection)
    this.#raiseTerm = connection.prepare(RAISE_TERM)
    this.#moveHead = connection.prepare(MOVE_HEAD)
    this.#addCommit = connection.prepare(ADD_COMMIT)
  }

  /** @throws NewerRulesError */
  raiseTerm({ id, epoch, rules }: { id: string; epoch: string; rules: number }): number {
    const head = this.#raiseTerm.get([id, epoch, rules])
    if (!head) throw new NewerRulesError(`room ${id} was written by newer rules than version ${rules}`)
    return head.term
  }

  append(batch: readonly PackedAppend[]): AppendReply {
    try {
      return this.#storeTogether(batch)
    } catch (error) {
      // A lock or a failing disk is everybody's; anything else may be the matter of one room alone.
      if (batch.length === 1 || error instanceof TransactionFailure) return failed(batch, causeOf(error))
      return this.#storeEach(batch)
    }
  }

  #storeEach(batch: readonly PackedAppend[]): AppendReply {
    const outcomes: PackedOutcome[] = []
    const outgrown: string[] = []
    for (const [index, append] of batch.entries()) {
      try {
        const reply = this.#storeTogether([append])
        outcomes.push(...reply.outcomes)
        outgrown.push(...reply.outgrown)
      } catch (error) {
        if (error instanceof TransactionFailure) {
          const rest = failed(batch.slice(index), causeOf(error))
          return { outcomes: [...outcomes, ...rest.outcomes], outgrown }
        }
        outcomes.push(packError(error))
      }
    }
    return { outcomes, outgrown }
  }

  /** @throws TransactionFailure when it could not begin or end; any other error is a room's own. */
  #storeTogether(batch: readonly PackedAppend[]): AppendReply {
    const outgrown: string[] = []
    let done = false
    let begun = false
    try {
      const outcomes = inTransaction(this.#connection, () => {
        begun = true
        const outcomes = batch.map((append) => this.#store(append, outgrown))
        done = true
        return outcomes
      })
      return { outcomes, outgrown }
    } catch (error) {
      throw begun && !done ? error : new TransactionFailure(error)
    }
  }

  #store(append: PackedAppend, outgrown: string[]): PackedOutcome {
    const { id, base, term, version, at, rules, status, members, size, commits, cursors } = append
    const newRules = commits.length > 0 ? rules : null
    const moved = this.#moveHead.get([version, at, newRules, status, members, size, id, base, term])
    if (!moved) return 'conflict'
    for (const commit of commits) this.#addCommit.run([moved.room, ...commit])
    for (const cursor of cursors) this.#cursors.write(moved.room, cursor)
    if (moved.logged > Math.max(this.#snapshotAfter, moved.snapshot_size)) outgrown.push(id)
    return 'ok'
  }
}

/** Neither room's fault: the transaction itself could not begin or end. */
class TransactionFailure extends Error {
  constructor(cause: unknown) {
    super('the transaction failed', { cause })
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof TransactionFailure ? error.cause : error
}

function failed(batch: readonly PackedAppend[], error: unknown): AppendReply {
  const packed = packError(error)
  return { outcomes: batch.map(() => packed), outgrown: [] }
}
