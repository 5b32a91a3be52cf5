import type { Pool } from 'pg'
import type {
  AppendOutcome,
  DisownedRoom,
  HistoryQuery,
  RoomAppend,
  RoomLog,
  RoomOpening,
  StoredAction,
  StoredRoom,
} from '../../rooms/log/room-log.ts'
import type { Report } from '../../rooms/ports.ts'
import { type ActionRow, actionOf } from '../sql/commit-rows.ts'
import type { PackedAppend } from '../sql/packed-append.ts'
import { Snapshotter } from '../sql/snapshotter.ts'
import { tryToPack } from '../sql/try-to-pack.ts'
import { storableText } from '../storable-text.ts'
import { startThread } from '../threads/start-thread.ts'
import { WorkerClient } from '../threads/worker-client.ts'
import { atOneMoment } from './at-one-moment.ts'
import type { CondenserApi } from './condenser-handlers.ts'
import { disownRooms } from './disown-rooms.ts'
import { LogAppender } from './log-appender.ts'
import { RoomOpener } from './room-opener.ts'
import { readRoom } from './room-reader.ts'
import { SnapshotWriter } from './snapshot-writer.ts'
import { sweepCursors } from './sweep-cursors.ts'
import { TakeTurns } from './take-turns.ts'
import { withClient } from './with-client.ts'

export interface PostgresRoomLogParts {
  readonly pool: Pool
  readonly report: Report
  /** What every epoch carries since the database's history was renewed; empty when it never was. */
  readonly history?: string
  /** After how many characters of patches a room's first snapshot is made. */
  readonly snapshotAfter?: number
  /** Whether every patch and snapshot is kept. */
  readonly keepLog?: boolean
}

const SNAPSHOT_AFTER = 256 * 1024

/** How many rooms are read at once: when very many are opened, appends still find a connection. */
const READ_AT_ONCE = 4

const PAGE = `SELECT version, at, "user", name, payload FROM actions
  WHERE room = (SELECT room FROM heads WHERE id = $1) AND version < $2 AND name = ANY($3::text[])
  ORDER BY version DESC LIMIT $4`

/** The rooms' log in a PostgreSQL database, which any number of servers share: each room takes its newest owner's entries only. */
export class PostgresRoomLog implements RoomLog {
  readonly #pool: Pool
  readonly #history: string
  readonly #opener: RoomOpener
  readonly #appender: LogAppender
  readonly #snapshotter: Snapshotter
  readonly #reading = new TakeTurns(READ_AT_ONCE)
  readonly #condenser = new WorkerClient<CondenserApi>(() => startThread(new URL('./condenser', import.meta.url)))

  constructor({ pool, report, history = '', snapshotAfter = SNAPSHOT_AFTER, keepLog = false }: PostgresRoomLogParts) {
    this.#pool = pool
    this.#history = history
    this.#opener = new RoomOpener(pool)
    const snapshots = new SnapshotWriter({
      pool,
      keepLog,
      condense: ({ base, patches }) => this.#condenser.ask('condense', { base, patches }),
    })
    this.#snapshotter = new Snapshotter((id, isStopped) => snapshots.make(id, isStopped), report)
    this.#appender = new LogAppender({ pool, snapshotAfter, outgrown: (id) => this.#snapshotter.add([id]) })
  }

  async open(roomId: string, { epoch, rules, lease }: RoomOpening): Promise<StoredRoom> {
    const id = storableText(roomId)
    const term = await this.#opener.raise({ id, epoch, rules, lease })
    const room = await this.#reading.run(() => atOneMoment(this.#pool, (client) => readRoom(client, id)))
    if (!room) throw new Error(`room ${id} has a term but no head`)
    return { ...room, term, epoch: this.#history === '' ? room.epoch : `${room.epoch}.${this.#history}` }
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    const packed = batch.map(tryToPack)
    const sound = packed.filter((append): append is PackedAppend => !(append instanceof Error))
    const outcomes = (await this.#appender.append(sound)).values()
    return packed.map((append): AppendOutcome => {
      if (append instanceof Error) return { ok: false, reason: 'failed', error: append }
      return outcomes.next().value ?? { ok: false, reason: 'failed', error: new Error('the log gave no outcome') }
    })
  }

  async history(roomId: string, { names, before, limit }: HistoryQuery): Promise<readonly StoredAction[]> {
    const values = [storableText(roomId), before, names.map(storableText), limit]
    const { rows } = await withClient(this.#pool, (client) => client.query<ActionRow>(PAGE, values))
    return rows.map(actionOf)
  }

  disown(rooms: readonly DisownedRoom[]): Promise<void> {
    return disownRooms(this.#pool, rooms)
  }

  /** Resolves when no snapshot is under way or waiting. */
  snapshotsMade(): Promise<void> {
    return this.#snapshotter.idle()
  }

  /** Forgets clients that are long gone: to be asked for now and then. */
  sweep(now: number): Promise<void> {
    return sweepCursors(this.#pool, now)
  }

  /** Lets a snapshot that is under way come to its end. The pool stays open: it is not the log's. */
  async stop(): Promise<void> {
    await this.#snapshotter.stop()
    await this.#condenser.close()
  }
}
