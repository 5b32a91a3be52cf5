import fc from 'fast-check'
import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import type { LogEntry, RoomAppend, StoredCommit, StoredRoom } from '../../rooms/log/room-log.ts'
import { applyInPlace } from '../../state/apply.ts'
import type { Json } from '../../state/json.ts'
import type { Patch } from '../../state/patches.ts'

/** Something that moves a room by one version. */
export type Move =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'forget' }
  | { readonly kind: 'set'; readonly key: string; readonly value: Json }
  | { readonly kind: 'delete'; readonly key: string }

/** Any moves, with keys and texts that are hard to store. */
export const anyMove: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constant('say' as const), text: fc.string({ unit: 'binary', maxLength: 30 }) }),
  fc.constant({ kind: 'forget' as const }),
  fc.record({
    kind: fc.constant('set' as const),
    key: fc.constantFrom('1', '0', 'a', 'ä\u0000', '"\\'),
    value: fc.oneof(fc.constant('\ud800'), fc.integer(), fc.constant(null), fc.constant({ nested: [1, 'two'] })),
  }),
  fc.record({ kind: fc.constant('delete' as const), key: fc.constantFrom('1', 'a', 'ä\u0000') }),
)

const USER = { id: 'user:1', name: 'Ada "\\" \u0000 🙂' }

/** What a room's log must hold, worked out without one. The first move starts the room. */
export class RoomModel {
  readonly roomId: string
  readonly commits: StoredCommit[] = []
  /** The document's JSON at each version, from 0 on. */
  readonly documents: string[]
  readonly #document: { [ROOM_KEY]: RoomDocument; messages?: Json[] }

  constructor(roomId: string) {
    this.roomId = roomId
    this.#document = { [ROOM_KEY]: { status: 'waiting', started: false, members: [] } }
    this.documents = [JSON.stringify(this.#document)]
  }

  get version(): number {
    return this.commits.length
  }

  /** Makes the moves, and says how they are to be stored. */
  append(term: number, moves: readonly Move[]): RoomAppend {
    const base = this.version
    const entries = moves.map((move) => this.#make(move))
    return { roomId: this.roomId, term, base, rules: 1, entries }
  }

  /** What opening the room must give, in the parts that don't hang on how much log is left. */
  get expected() {
    const { [ROOM_KEY]: room, ...state } = JSON.parse(this.documents.at(-1) ?? '')
    const at = this.commits.at(-1)?.at ?? 0
    return { version: this.version, at, room, ...(this.version > 0 && { state }) }
  }

  #make(move: Move): LogEntry {
    const version = this.version + 1
    const patches = version === 1 ? START : this.#patches(move)
    const said = move.kind === 'say' && version > 1
    const commit: StoredCommit = {
      version,
      kind: version === 1 ? 'start' : 'action',
      at: 1000 + version,
      patches: JSON.stringify(patches),
      ...(version > 1 && { user: USER, name: move.kind, payload: JSON.stringify(move) }),
      ...(said && { kept: true }),
    }
    applyInPlace(this.#document, patches)
    this.commits.push(commit)
    this.documents.push(JSON.stringify(this.#document))
    return version === 1 ? { commit, standing: { status: 'running', members: 1 } } : { commit }
  }

  #patches(move: Move): Patch[] {
    const messages = this.#document.messages ?? []
    if (move.kind === 'say') return [['splice', ['messages'], messages.length, 0, [{ text: move.text }]]]
    if (move.kind === 'forget') return messages.length === 0 ? [] : [['splice', ['messages'], 0, 1, []]]
    if (move.kind === 'set') return [['set', ['kept', move.key], move.value]]
    return [['delete', ['kept', move.key]]]
  }
}

/** The parts of an opened room that `RoomModel.expected` tells. */
export function comparable({ version, at, room, state }: StoredRoom) {
  return { version, at, room, ...(state && { state }) }
}

const START: Patch[] = [
  ['set', ['$room', 'status'], 'running'],
  ['set', ['$room', 'started'], true],
  ['splice', ['$room', 'members'], 0, 0, [{ id: 'user:1', name: 'Ada', connected: true }]],
  ['set', ['messages'], []],
  ['set', ['kept'], {}],
]
