import type { PackedAppend } from '../sql/packed-append.ts'
import { type PackedError, packError } from '../threads/worker-protocol.ts'
import { type Connection, inTransaction, type Statement } from './connection.ts'
import { CursorWriter } from './cursor-writer.ts'

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
  status = coalesce(?, status), members = coalesce(?, members), preview = coalesce(?, preview),
  alarms = coalesce(?, alarms), due = iif(?, ?, due), logged = logged + ?
  WHERE id = ? AND version = ? AND term = ? RETURNING room, logged, snapshot_size`

const ADD_COMMIT = `INSERT INTO commits (room, version, kind, at, user, name, payload, patches)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

const ADD_ACTION = 'INSERT INTO actions (room, version, at, user, name, payload) VALUES (?, ?, ?, ?, ?, ?)'
const CALL_PERSON = `INSERT INTO room_people (room, user, name) VALUES (?, ?, ?)
  ON CONFLICT (user, room) DO UPDATE SET name = excluded.name`
const ADD_EFFECT = 'INSERT INTO effects (room, id, name, payload) VALUES (?, ?, ?, ?)'
const END_EFFECT = 'DELETE FROM effects WHERE room = ? AND id = ?'

/** Writes the rooms' log, in the thread that has the only writing connection. */
export class LogWriter {
  readonly #connection: Connection
  readonly #snapshotAfter: number
  readonly #cursors: CursorWriter
  readonly #raiseTerm: Statement<{ term: number }>
  readonly #moveHead: Statement<Moved>
  readonly #addCommit: Statement<unknown>
  readonly #addAction: Statement<unknown>
  readonly #callPerson: Statement<unknown>
  readonly #addEffect: Statement<unknown>
  readonly #endEffect: Statement<unknown>

  /** @param snapshotAfter how many characters of patches a room has at least before its snapshot is made anew */
  constructor(connection: Connection, snapshotAfter: number) {
    this.#connection = connection
    this.#snapshotAfter = snapshotAfter
    this.#cursors = new CursorWriter(connection)
    this.#raiseTerm = connection.prepare(RAISE_TERM)
    this.#moveHead = connection.prepare(MOVE_HEAD)
    this.#addCommit = connection.prepare(ADD_COMMIT)
    this.#addAction = connection.prepare(ADD_ACTION)
    this.#callPerson = connection.prepare(CALL_PERSON)
    this.#addEffect = connection.prepare(ADD_EFFECT)
    this.#endEffect = connection.prepare(END_EFFECT)
  }

  /** Opens rooms in one transaction. Returns each one's term; null where newer rules have written it. */
  raiseTerms(openings: readonly Opening[]): (number | null)[] {
    const raise = ({ id, epoch, rules }: Opening) => this.#raiseTerm.get([id, epoch, rules])?.term ?? null
    return inTransaction(this.#connection, () => openings.map(raise))
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
    const { id, base, term, version, at, rules, status, members, preview, alarms, due, size } = append
    const newRules = append.commits.length > 0 ? rules : null
    const listed = [status, members, preview, alarms, alarms === null ? 0 : 1, due]
    const moved = this.#moveHead.get([version, at, newRules, ...listed, size, id, base, term])
    if (!moved) return 'conflict'
    const { room } = moved
    for (const commit of append.commits) this.#addCommit.run([room, ...commit])
    for (const action of append.actions) this.#addAction.run([room, ...action])
    for (const person of append.people) this.#callPerson.run([room, ...person])
    for (const cursor of append.cursors) this.#cursors.write(room, cursor)
    for (const effect of append.effects) this.#addEffect.run([room, effect.id, effect.name, effect.payload])
    for (const effect of append.carriedOut) this.#endEffect.run([room, effect])
    if (moved.logged > Math.max(this.#snapshotAfter, moved.snapshot_size)) outgrown.push(id)
    return 'ok'
  }
}

/** A room that is opened, by rules of this version; the epoch is its own where it has none yet. */
export interface Opening {
  readonly id: string
  readonly epoch: string
  readonly rules: number
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
