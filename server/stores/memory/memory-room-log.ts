import { ROOM_KEY, type RoomDocument } from '../../protocol/room-document.ts'
import type { PendingQuery } from '../../rooms/log/room-catalogue.ts'
import {
  type AppendOutcome,
  type DisownedRoom,
  type HistoryQuery,
  LeaseOverError,
  type LogEntry,
  NewerRulesError,
  OwnedElsewhereError,
  type RoomAppend,
  type RoomLog,
  type RoomOpening,
  type RoomStanding,
  type StoredAction,
  type StoredAnswer,
  type StoredCommit,
  type StoredEffect,
  type StoredRoom,
} from '../../rooms/log/room-log.ts'
import type { StoredAlarm } from '../../rooms/log/stored-alarm.ts'
import { applyInPlace } from '../../state/apply.ts'
import { cloneJson, type Json } from '../../state/json.ts'
import type { MemoryLeases } from './memory-leases.ts'

/** How many of a room's newest commits are kept. */
const KEPT_COMMITS = 1000

/** How many of a room's actions are kept for paging back; those made longest ago go first. */
const KEPT_ACTIONS = 100_000

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
  /** The lease of the node to which it belongs. */
  owner: number | undefined
  version: number
  at: number
  rules: number
  readonly head: Head
  commits: StoredCommit[]
  /** The actions that are kept, oldest first. */
  kept: StoredAction[]
  /** By id: what is still to be carried out. */
  readonly effects: Map<string, StoredEffect>
  alarms: readonly StoredAlarm[]
  preview: string | undefined
  /** By user: what the room was told last that they are called. */
  readonly people: Map<string, string>
  /** By user, client and number: the standing of each client with its unconfirmed answers. */
  readonly answers: Map<string, Map<string, Map<number, StoredAnswer>>>
}

/** A log that lasts as long as its process: for tests, and for a server that is to forget. */
export class MemoryRoomLog implements RoomLog {
  readonly #rooms = new Map<string, LoggedRoom>()
  readonly #leases: Pick<MemoryLeases, 'onDuty'> | undefined

  /** @param leases of the nodes that share the log; absent where one server is alone */
  constructor(leases?: Pick<MemoryLeases, 'onDuty'>) {
    this.#leases = leases
  }

  async open(roomId: string, { epoch, rules: newest, lease }: RoomOpening): Promise<StoredRoom> {
    const room = this.#rooms.get(roomId) ?? emptyRoom(epoch)
    this.#mayOwn(roomId, room.owner, lease)
    if (room.rules > newest) throw new NewerRulesError(`room ${roomId} was written by rules of version ${room.rules}`)
    this.#rooms.set(roomId, room)
    room.term++
    room.owner = lease
    const { [ROOM_KEY]: document, ...state } = cloneJson(room.head) as { [ROOM_KEY]: RoomDocument } & {
      [key: string]: Json
    }
    const { term, version, at, rules, commits } = room
    const clients = [...room.answers.values()].flatMap((user) => [...user.values()])
    const answers = clients.flatMap((client) => [...client.values()])
    const pending = { alarms: room.alarms, effects: [...room.effects.values()] }
    const stored = {
      epoch: room.epoch,
      term,
      version,
      at,
      rules,
      room: document,
      commits: [...commits],
      answers,
      ...pending,
    }
    return document.started ? { ...stored, state } : stored
  }

  async append(batch: readonly RoomAppend[]): Promise<readonly AppendOutcome[]> {
    return batch.map((append) => this.#append(append))
  }

  async history(roomId: string, { names, before, limit }: HistoryQuery): Promise<readonly StoredAction[]> {
    const page: StoredAction[] = []
    const kept = this.#rooms.get(roomId)?.kept ?? []
    for (let index = kept.length - 1; index >= 0 && page.length < limit; index--) {
      const action = kept[index]
      if (action && action.version < before && names.includes(action.name)) page.push(cloneJson(action))
    }
    return page
  }

  async disown(rooms: readonly DisownedRoom[]): Promise<void> {
    for (const { roomId, term } of rooms) {
      const room = this.#rooms.get(roomId)
      if (room?.term === term) room.owner = undefined
    }
  }

  /** The lease to which the room belongs; undefined where that is over, or there is none. */
  ownerOf(roomId: string): number | undefined {
    const { owner } = this.#rooms.get(roomId) ?? {}
    return owner === undefined ? undefined : this.#leases?.onDuty(owner)?.lease
  }

  /** The room's standing; undefined for a room that was never opened. */
  standing(roomId: string): RoomStanding | undefined {
    const { head, preview } = this.#rooms.get(roomId) ?? {}
    if (!head) return undefined
    const { status, members } = head[ROOM_KEY]
    return { status, members: members.length, ...(preview !== undefined && { preview }) }
  }

  /** See `RoomCatalogue.pending`. */
  isPending(roomId: string, query: Pick<PendingQuery, 'before' | 'effects'> & { readonly alarms: boolean }): boolean {
    const { alarms = [], effects = new Map(), at = 0 } = this.#rooms.get(roomId) ?? {}
    if (query.effects && effects.size > 0) return true
    return query.alarms && alarms.some(({ due }) => due !== null && (due <= query.before || at > query.before))
  }

  /** See `RoomCatalogue.purge`. */
  forget(roomId: string): void {
    this.#rooms.delete(roomId)
  }

  /** What the room was told last that a user is called; undefined where they never had a seat. */
  nameOf(roomId: string, userId: string): string | undefined {
    return this.#rooms.get(roomId)?.people.get(userId)
  }

  /** The time of the room's last commit; 0 for none. */
  at(roomId: string): number {
    return this.#rooms.get(roomId)?.at ?? 0
  }

  /** See `RoomCatalogue.outdated`: 0 for a room without a state. */
  rules(roomId: string): number {
    const { head, rules = 0 } = this.#rooms.get(roomId) ?? {}
    return head?.[ROOM_KEY].started ? rules : 0
  }

  /** @throws OwnedElsewhereError, LeaseOverError */
  #mayOwn(roomId: string, owner: number | undefined, lease: number | undefined): void {
    if (lease !== undefined && !this.#leases?.onDuty(lease)) throw new LeaseOverError(`lease ${lease} is over`)
    const other = owner === undefined || owner === lease ? undefined : this.#leases?.onDuty(owner)
    if (other) throw new OwnedElsewhereError(roomId, { lease: other.lease, node: other.name })
  }

  #append({ roomId, term, base, rules, entries }: RoomAppend): AppendOutcome {
    const room = this.#rooms.get(roomId)
    if (!room || room.term !== term || room.version !== base) return { ok: false, reason: 'conflict' }
    if (entries.some(({ commit }) => commit)) room.rules = rules
    for (const entry of entries) store(room, entry)
    if (room.commits.length > 2 * KEPT_COMMITS) room.commits = room.commits.slice(-KEPT_COMMITS)
    return { ok: true }
  }
}

function emptyRoom(epoch: string): LoggedRoom {
  const document: RoomDocument = { status: 'waiting', started: false, members: [] }
  const head = { [ROOM_KEY]: document }
  const nothing = { commits: [], kept: [], answers: new Map(), effects: new Map(), alarms: [], preview: undefined }
  const people = new Map()
  return { epoch, term: 0, owner: undefined, version: 0, at: 0, rules: 0, head, people, ...nothing }
}

function store(room: LoggedRoom, { commit, answer, standing, alarms, effects = [], carriedOut = [] }: LogEntry): void {
  if (commit) {
    applyInPlace(room.head, JSON.parse(commit.patches))
    room.commits.push(commit)
    keep(room, commit)
    if (commit.user && (commit.kind === 'join' || commit.kind === 'rename'))
      room.people.set(commit.user.id, commit.user.name)
    room.version = commit.version
    room.at = commit.at
  }
  if (answer) storeAnswer(room.answers, answer)
  if (standing) room.preview = standing.preview ?? room.preview
  if (alarms) room.alarms = alarms
  for (const effect of effects) room.effects.set(effect.id, effect)
  for (const id of carriedOut) room.effects.delete(id)
}

function keep(room: LoggedRoom, { kept, version, at, user, name, payload }: StoredCommit): void {
  if (!kept || !user || name === undefined || payload === undefined) return
  room.kept.push({ version, at, user, name, payload })
  if (room.kept.length > 2 * KEPT_ACTIONS) room.kept = room.kept.slice(-KEPT_ACTIONS)
}

function storeAnswer(answers: LoggedRoom['answers'], answer: StoredAnswer): void {
  const clients = answers.get(answer.user) ?? new Map<string, Map<number, StoredAnswer>>()
  answers.set(answer.user, clients)
  const client = clients.get(answer.client) ?? new Map<number, StoredAnswer>()
  const known = client.get(answer.seq)
  // Only met or still there: what was answered stands.
  client.set(
    answer.seq,
    answer.answer || !known?.answer ? answer : { ...known, confirmed: answer.confirmed, at: answer.at },
  )
  for (const seq of client.keys()) if (seq <= answer.confirmed && seq !== answer.seq) client.delete(seq)
  // Setting it anew makes it the map's last: the first is the one used longest ago.
  clients.delete(answer.client)
  clients.set(answer.client, client)
  const oldest = clients.keys().next()
  if (clients.size > KEPT_CLIENTS && !oldest.done) clients.delete(oldest.value)
}
