import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import type {
  AppendOutcome,
  LogEntry,
  RoomAppend,
  RoomLog,
  StoredAnswer,
  StoredCommit,
  StoredRoom,
} from '../../rooms/room-log.ts'
import { applyInPlace } from '../../state/apply.ts'
import { cloneJson, type Json } from '../../state/json.ts'

/** How many of a room's newest commits are kept. */
const KEPT_COMMITS = 1000

/** How many clients' standings are kept of one user in a room; those used longest ago go first. */
const KEPT_CLIENTS = 1000

/** The room's document and its state's keys beside each other, as patches address them. */
interface Head {
  [ROOM_KEY]: RoomDocument
  [key: string]: Json | RoomDocument
}

interface LoggedRoom {
  readonly epoch: string
  term: number
  version: number
  at: number
  readonly head: Head
  commits: StoredCommit[]
  /** By user, client and number: the standing of each client with its unconfirmed answers. */
  readonly answers: Map<string, Map<string, Map<number, StoredAnswer>>>
}

/** A log that lasts as long as its process: for tests, and for a server that is to forget. */
export class MemoryRoomLog implements RoomLog {
  readonly #rooms = new Map<string, LoggedRoom>()

  async open(roomId: string, epoch: string): Promise<StoredRoom> {
    const room = this.#rooms.get(roomId) ?? emptyRoom(epoch)
    this.#rooms.set(roomId, room)
    room.term++
    const { [ROOM_KEY]: document, ...state } = cloneJson(room.head) as { [ROOM_KEY]: RoomDocument } & {
      [key: string]: Json
    }
    const { term, version, at, commits } = room
    const clients = [...room.answers.values()].flatMap((user) => [...user.values()])
    const answers = clients.flatMap((client) => [...client.values()])
    const stored = { epoch: room.epoch, term, version, at, room: document, commits: [...commits], answers }
    return document.started ? { ...stored, state } : stored
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    return batch.map((append) => this.#append(append))
  }

  #append({ roomId, term, base, entries }: RoomAppend): AppendOutcome {
    const room = this.#rooms.get(roomId)
    if (!room || room.term !== term || room.version !== base) return { ok: false, reason: 'conflict' }
    for (const entry of entries) store(room, entry)
    if (room.commits.length > 2 * KEPT_COMMITS) room.commits = room.commits.slice(-KEPT_COMMITS)
    return { ok: true }
  }
}

function emptyRoom(epoch: string): LoggedRoom {
  const document: RoomDocument = { status: 'waiting', started: false, members: [] }
  return { epoch, term: 0, version: 0, at: 0, head: { [ROOM_KEY]: document }, commits: [], answers: new Map() }
}

function store(room: LoggedRoom, { commit, answer }: LogEntry): void {
  if (commit) {
    applyInPlace(room.head, commit.patches)
    room.commits.push(commit)
    room.version = commit.version
    room.at = commit.at
  }
  if (answer) storeAnswer(room.answers, answer)
}

function storeAnswer(answers: LoggedRoom['answers'], answer: StoredAnswer): void {
  const clients = answers.get(answer.user) ?? new Map<string, Map<number, StoredAnswer>>()
  answers.set(answer.user, clients)
  const client = clients.get(answer.client) ?? new Map<number, StoredAnswer>()
  client.set(answer.seq, answer)
  for (const seq of client.keys()) if (seq <= answer.confirmed && seq !== answer.seq) client.delete(seq)
  // Setting it anew makes it the map's last: the first is the one used longest ago.
  clients.delete(answer.client)
  clients.set(answer.client, client)
  const oldest = clients.keys().next()
  if (clients.size > KEPT_CLIENTS && !oldest.done) clients.delete(oldest.value)
}
