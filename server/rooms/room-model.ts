import type { AnyApplication } from '../contract/application.ts'
import { abandon, isThenable } from '../contract/validate.ts'
import type { Snapshot } from '../protocol/events.ts'
import { type Member, ROOM_KEY, type RoomDocument, type RoomStatus, type User } from '../protocol/room-document.ts'
import { cloneJson, copyJson, type Json } from '../state/json.ts'
import { jsonSize } from '../state/json-size.ts'
import type { Patch } from '../state/patches.ts'
import { type Recording, record } from '../state/record.ts'
import type { History } from './history.ts'
import type { RoomLimits } from './limits.ts'
import type { Randomness, Report, RoomRecord } from './ports.ts'
import type { CommitKind, RoomStanding, StoredRoom } from './room-log.ts'
import { lazyRandom } from './seeded-random.ts'

type State = { [key: string]: Json }

/** The document as only this file may change it. */
interface Draft {
  status: RoomStatus
  started: boolean
  members: { -readonly [Key in keyof Member]: Member[Key] }[]
}

export interface RoomModelParts {
  readonly record: RoomRecord
  readonly application: AnyApplication
  readonly randomness: Randomness
  readonly report: Report
  readonly history: History
  readonly limits: RoomLimits
}

/**
 * What a room is: its members and status (`$room`), and its application's state. Every change of either is a commit.
 */
export class RoomModel {
  readonly #parts: RoomModelParts
  #document: RoomDocument
  #state: State | undefined
  /** The state's `jsonSize`, kept up by the recorder; 0 before the start. */
  #size: number

  constructor(parts: RoomModelParts, stored: StoredRoom) {
    this.#parts = parts
    this.#document = stored.room
    this.#state = stored.state
    this.#size = jsonSize(stored.state)
  }

  /** The live document: read it at once, or lose it. */
  get document(): RoomDocument {
    return this.#document
  }

  /** What the room's listing says. */
  get standing(): RoomStanding {
    const { status, members } = this.#document
    return { status, members: members.length }
  }

  /** The live state, undefined until the application was initialised. */
  get state(): State | undefined {
    return this.#state
  }

  /** About how many characters a snapshot is as JSON. */
  get size(): number {
    return this.#size + jsonSize(this.#document)
  }

  /** Runs a handler on the state's draft, all or nothing. @throws whatever it throws, and StateError for what is no state */
  change<R>(run: (draft: object) => R): Recording<R> {
    const recording = record<object, R>(this.#state ?? {}, run, { size: this.#size, maxSize: this.#parts.limits.state })
    this.#size = recording.size
    return recording
  }

  /** Who is in the room, in the order in which they came. */
  get users(): readonly User[] {
    return this.#document.members.map(({ id, name }) => ({ id, name }))
  }

  member(userId: string): Member | undefined {
    return this.#document.members.find(({ id }) => id === userId)
  }

  join({ id, name }: User): void {
    this.#commit('join', { id, name }, ({ members }) => members.push({ id, name, connected: true }))
  }

  leave(userId: string): void {
    this.#commit('leave', this.member(userId), ({ members }) => {
      members.splice(
        members.findIndex(({ id }) => id === userId),
        1,
      )
    })
  }

  /** Does nothing when it is so already. */
  setConnected(userId: string, connected: boolean): void {
    const user = this.member(userId)
    if (user?.connected === connected) return
    this.#commit(connected ? 'connect' : 'disconnect', user, ({ members }) => {
      const member = members.find(({ id }) => id === userId)
      if (member) member.connected = connected
    })
  }

  /**
   * Brings the status in line with who is there: starts or resumes when the minimum is connected, pauses when fewer
   * seats than that are taken. The application is initialised once in a room's life.
   */
  settle(): void {
    const { status, members } = this.#document
    const { min } = this.#parts.application.players
    const connected = members.filter((member) => member.connected).length
    if (status === 'waiting' && connected >= min) this.#start()
    else if (status === 'paused' && connected >= min) this.#setStatus('resume', 'running')
    else if (status === 'running' && members.length < min) this.#setStatus('pause', 'paused')
  }

  /** A copy that later commits leave alone. */
  snapshot(): Snapshot {
    return cloneJson({ room: this.#document, ...(this.#state && { state: this.#state }) })
  }

  restore(stored: StoredRoom): void {
    this.#document = stored.room
    this.#state = stored.state
    this.#size = jsonSize(stored.state)
  }

  /**
   * Brings a state that earlier rules left up to today's.
   * @throws whatever the author's `migrate` throws, and StateError for what is no state
   */
  migrate({ state: old, rules: from }: StoredRoom): void {
    const { application } = this.#parts
    if (!old || from >= application.version || !application.migrate) return
    const state = this.#checked(application.migrate(cloneJson(old), from), 'migrate')
    this.#state = state
    this.#size = jsonSize(state)
    // All of the old goes first, so that the keys come to stand in the new state's order.
    const patches = [...Object.keys(old).map((key): Patch => ['delete', [key]]), ...setsOf(state)]
    this.#commit('migrate', undefined, () => {}, patches)
  }

  #start(): void {
    const state = this.#initialise()
    if (!state) return
    this.#state = state
    this.#size = jsonSize(state)
    const start = (room: Draft) => Object.assign(room, { status: 'running', started: true })
    this.#commit('start', undefined, start, setsOf(state))
  }

  /** The application's first state; undefined when its author's code failed, which leaves the room waiting. */
  #initialise(): State | undefined {
    const { application, history, randomness, report, record: room } = this.#parts
    try {
      const random = lazyRandom(() => randomness.seed())
      return this.#checked(application.initialise({ now: history.now(), random, members: this.users }), 'initialise')
    } catch (error) {
      report(error, { application: application.name, doing: 'initialise', room: room.id })
      return undefined
    }
  }

  /** A copy of a whole state that an author's code made. @throws TypeError, StateError for what is no state */
  #checked(state: object, maker: string): State {
    if (isThenable(state)) {
      abandon(state)
      throw new TypeError(`${maker} must not be async`)
    }
    const reserved = Object.keys(state).find((key) => key.startsWith('$'))
    if (reserved) throw new TypeError(`${reserved}: top-level keys that begin with $ are reserved`)
    return copyJson({ ...state } as State, { maxSize: this.#parts.limits.state })
  }

  #setStatus(kind: CommitKind, status: RoomStatus): void {
    this.#commit(kind, undefined, (room) => {
      room.status = status
    })
  }

  #commit(kind: CommitKind, user: User | undefined, change: (room: Draft) => void, more: readonly Patch[] = []): void {
    const { history } = this.#parts
    const by = user && { user: { id: user.id, name: user.name } }
    const { patches } = record(this.#document as Draft, (room) => {
      change(room)
    })
    const { standing } = this
    history.commit({ kind, at: history.now(), ...by, patches: [...patches.map(inRoom), ...more] }, { standing })
  }
}

/** The patches that put a whole state in place, key by key. */
function setsOf(state: State): Patch[] {
  return Object.entries(state).map(([key, value]): Patch => ['set', [key], cloneJson(value)])
}

/** The patch as it stands beside those of the state: under the reserved key. */
function inRoom(patch: Patch): Patch {
  switch (patch[0]) {
    case 'set':
      return ['set', [ROOM_KEY, ...patch[1]], patch[2]]
    case 'delete':
      return ['delete', [ROOM_KEY, ...patch[1]]]
    case 'splice':
      return ['splice', [ROOM_KEY, ...patch[1]], patch[2], patch[3], patch[4]]
  }
}
