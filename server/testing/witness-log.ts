import { ROOM_KEY, type RoomDocument } from '../protocol/room-document.ts'
import type {
  AppendOutcome,
  HistoryQuery,
  RoomAppend,
  RoomLog,
  RoomOpening,
  StoredAction,
  StoredRoom,
} from '../rooms/log/room-log.ts'
import { applyPatches } from '../state/apply.ts'
import type { Json } from '../state/json.ts'
import { MemoryRoomLog } from '../stores/memory/memory-room-log.ts'

/** The room's document and its state's keys beside each other, as patches address them. */
type Head = { readonly [ROOM_KEY]: RoomDocument } & { readonly [key: string]: Json | RoomDocument }

/** A log of one room, in memory, that shows what the room has become: nothing of it is ever mutated. */
export class WitnessLog implements RoomLog {
  readonly #inner = new MemoryRoomLog()
  #version = 0
  #head: Head = { [ROOM_KEY]: { status: 'waiting', started: false, members: [] } }

  /** How many commits it holds. */
  get version(): number {
    return this.#version
  }

  get document(): RoomDocument {
    return this.#head[ROOM_KEY]
  }

  /** Undefined until the application was initialised. */
  get state(): object | undefined {
    const { [ROOM_KEY]: document, ...state } = this.#head
    return document.started ? state : undefined
  }

  open(roomId: string, opening: RoomOpening): Promise<StoredRoom> {
    return this.#inner.open(roomId, opening)
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    const outcomes = await this.#inner.append(batch)
    for (const [index, { entries }] of batch.entries()) {
      if (!outcomes[index]?.ok) continue
      for (const { commit } of entries) {
        if (!commit) continue
        this.#head = applyPatches(this.#head, JSON.parse(commit.patches))
        this.#version = commit.version
      }
    }
    return outcomes
  }

  history(roomId: string, query: HistoryQuery): Promise<readonly StoredAction[]> {
    return this.#inner.history(roomId, query)
  }
}
