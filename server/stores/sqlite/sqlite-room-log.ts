import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import type {
  AppendOutcome,
  HistoryQuery,
  RoomAppend,
  RoomLog,
  RoomOpening,
  StoredAction,
  StoredRoom,
} from '../../rooms/log/room-log.ts'
import type { Json } from '../../state/json.ts'
import type { PackedAppend } from '../sql/packed-append.ts'
import type { Snapshotter } from '../sql/snapshotter.ts'
import { tryToPack } from '../sql/try-to-pack.ts'
import { storableText } from '../storable-text.ts'
import type { WorkerClient } from '../threads/worker-client.ts'
import { unpackError } from '../threads/worker-protocol.ts'
import type { PackedOutcome } from './log-writer.ts'
import type { ReaderApi } from './reader-handlers.ts'
import type { PackedRoom } from './room-reader.ts'
import { TermRaiser } from './term-raiser.ts'
import type { Writer } from './writer-turns.ts'

interface Parts {
  readonly writer: Writer
  readonly reader: WorkerClient<ReaderApi>
  readonly snapshotter: Snapshotter
  /** What every epoch carries since the file's history was renewed; empty when it never was. */
  readonly history: string
}

/** The rooms' log in a SQLite file, written and read by two other threads. */
export class SqliteRoomLog implements RoomLog {
  readonly #parts: Parts
  readonly #terms: TermRaiser

  constructor(parts: Parts) {
    this.#parts = parts
    this.#terms = new TermRaiser(parts.writer)
  }

  async open(roomId: string, { epoch, rules }: RoomOpening): Promise<StoredRoom> {
    const { reader, history } = this.#parts
    const id = storableText(roomId)
    const term = await this.#terms.raise({ id, epoch, rules })
    const room = await reader.ask('readRoom', id)
    if (!room) throw new Error(`room ${id} has a term but no head`)
    return { ...unpackRoom(room), term, epoch: history === '' ? room.epoch : `${room.epoch}.${history}` }
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    const packed = batch.map(tryToPack)
    const sound = packed.filter((append): append is PackedAppend => !(append instanceof Error))
    const { outcomes, outgrown } = await this.#parts.writer.ask('append', sound)
    this.#parts.snapshotter.add(outgrown)
    const inOrder = outcomes.values()
    return packed.map((append) => (append instanceof Error ? failed(append) : outcomeOf(inOrder.next().value)))
  }

  async history(roomId: string, { names, before, limit }: HistoryQuery): Promise<readonly StoredAction[]> {
    return this.#parts.reader.ask('history', { id: storableText(roomId), names, before, limit })
  }
}

function unpackRoom(packed: PackedRoom): Omit<StoredRoom, 'term'> {
  const { epoch, version, at, rules, document, commits, answers, alarms, effects } = packed
  const parsed: { [ROOM_KEY]: RoomDocument } & { [key: string]: Json } = JSON.parse(document)
  const { [ROOM_KEY]: room, ...state } = parsed
  const lists = { commits: JSON.parse(commits), answers: JSON.parse(answers), alarms: JSON.parse(alarms), effects }
  const common = { epoch, version, at, rules, room, ...lists }
  return room.started ? { ...common, state } : common
}

function outcomeOf(outcome: PackedOutcome | undefined): AppendOutcome {
  if (outcome === 'ok') return { ok: true }
  if (outcome === 'conflict') return { ok: false, reason: 'conflict' }
  return failed(outcome ? unpackError(outcome) : new Error('the log gave no outcome'))
}

function failed(error: Error): AppendOutcome {
  return { ok: false, reason: 'failed', error }
}
