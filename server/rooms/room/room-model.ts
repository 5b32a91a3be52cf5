import type { AnyApplication } from '../../contract/application.ts'
import type { Snapshot } from '../../protocol/events.ts'
import { MAX_RESULT_SIZE } from '../../protocol/limits.ts'
import type { Role } from '../../protocol/roles.ts'
import {
  type Member,
  type Person,
  personOf,
  ROOM_KEY,
  type RoomStatus,
  type User,
} from '../../protocol/room-document.ts'
import { cloneJson, type Json } from '../../state/json.ts'
import { jsonSize } from '../../state/json-size.ts'
import type { Patch } from '../../state/patches.ts'
import { type Recording, record } from '../../state/record.ts'
import type { RoomLimits } from '../limits.ts'
import type {
  CommitKind,
  RoomStanding,
  StoredAnswer,
  StoredDocument,
  StoredEffect,
  StoredRoom,
} from '../log/room-log.ts'
import type { StoredAlarm } from '../log/stored-alarm.ts'
import type { RoomRecord } from '../ports.ts'
import { changeAlarms, holdAlarms, releaseAlarms } from './alarms.ts'
import type { History } from './history.ts'
import type { Consequences } from './run-handler.ts'

export type State = { [key: string]: Json }

/** The document as only a step may change it. */
/** About how many characters a member is as JSON. */
const MEMBER_SIZE = 64

export interface DocumentDraft {
  status: RoomStatus
  started: boolean
  members: { -readonly [Key in keyof Member]: Member[Key] }[]
  roles?: Record<string, Role>
}

/** What moves the room by one version. */
export interface Step {
  readonly kind: CommitKind
  readonly user?: User | undefined
  readonly name?: string
  readonly payload?: string
  readonly kept?: boolean
  /** What it does to the room's document. */
  document?(room: DocumentDraft): void
  /** What it has done to the state. */
  readonly patches?: readonly Patch[]
  readonly consequences?: Consequences
  /** What its sender is answered. */
  readonly answer?: StoredAnswer | undefined
}

export interface RoomModelParts {
  readonly record: RoomRecord
  readonly application: AnyApplication
  readonly history: History
  readonly limits: RoomLimits
  /** What the room's listing showed of it before it was opened. */
  readonly preview?: string | undefined
  /** A step was made: it may have set other alarms, or changed what everybody sees. */
  stepped(): void
  /** What is to be carried out, once the log holds the step that asked for it. */
  carryOut(effects: readonly StoredEffect[]): void
}

/**
 * What a room is: its members and status (`$room`), its application's state, its alarms. Every change of any of them is
 * a step, and every step a commit.
 */
export class RoomModel {
  readonly #parts: RoomModelParts
  #document: StoredDocument
  #state: State | undefined
  #alarms: readonly StoredAlarm[]
  #preview: string | undefined
  /** The preview that the log is known to hold. */
  #storedPreview: string | undefined
  #epoch: string
  /** The state's `jsonSize`, kept up by the recorder; 0 before the start. */
  #size: number
  #inherited: boolean

  constructor(parts: RoomModelParts, stored: StoredRoom) {
    this.#parts = parts
    this.#preview = parts.preview
    this.#storedPreview = parts.preview
    this.#epoch = stored.epoch
    this.#document = stored.room
    this.#state = stored.state
    this.#alarms = stored.alarms
    this.#size = jsonSize(stored.state)
    this.#inherited = stored.state !== undefined
  }

  /** Whether the state comes from a run before this one: perhaps from other rules, though their version is the same. */
  get isInherited(): boolean {
    return this.#inherited
  }

  /** The live document: read it at once, or lose it. */
  get document(): StoredDocument {
    return this.#document
  }

  /** What the room's listing says. */
  get standing(): RoomStanding {
    const { status, members } = this.#document
    return { status, members: members.length, ...(this.#preview !== undefined && { preview: this.#preview }) }
  }

  /** The live state, undefined until the application was initialised. */
  get state(): State | undefined {
    return this.#state
  }

  get alarms(): readonly StoredAlarm[] {
    return this.#alarms
  }

  /** About how many characters a snapshot is as JSON. */
  get size(): number {
    return this.#size + jsonSize(this.#document)
  }

  /** Runs a handler on the state's draft, all or nothing. @throws whatever it throws, and StateError for what is no state */
  change<R>(run: (draft: object) => R): Recording<R> {
    const limits = { maxSize: this.#parts.limits.state, maxResult: MAX_RESULT_SIZE }
    const recording = record<object, R>(this.#state ?? {}, run, { size: this.#size, ...limits })
    this.#size = recording.size
    return recording
  }

  /** Who is in the room, in the order in which they came. */
  get people(): readonly Person[] {
    return this.#document.members.map((member) => personOf(member, member.role))
  }

  member(userId: string): Member | undefined {
    return this.#document.members.find(({ id }) => id === userId)
  }

  /** At which place a user's seat stands among the members; -1 for whoever has none. To look for it in a draft makes one of each that is passed. */
  placeOf(userId: string): number {
    return this.#document.members.findIndex(({ id }) => id === userId)
  }

  /** Puts another state in place of the one there is. Returns the patches that lead there, which belong into a step. */
  replaceState(state: State): Patch[] {
    // All of the old goes first, so that the keys come to stand in the new state's order.
    const gone = Object.keys(this.#state ?? {}).map((key): Patch => ['delete', [key]])
    this.#state = state
    this.#size = jsonSize(state)
    this.#inherited = false
    return [...gone, ...Object.entries(state).map(([key, value]): Patch => ['set', [key], cloneJson(value)])]
  }

  /** Makes a step: from now on the room is one version further. */
  step(step: Step): void {
    const { history, record: room } = this.#parts
    const { kind, user, name, payload, kept, patches = [], consequences, answer } = step
    const at = history.now()
    const documentPatches = this.#changeDocument(step)
    const alarms = this.#alarmsAfter(step, documentPatches.status, at)
    const id = (index: number): string => `${room.id}/${this.#epoch}/${history.version + 1}/${index}`
    const effects = consequences?.effects.map((effect, index): StoredEffect => ({ id: id(index), ...effect })) ?? []
    const moved = documentPatches.patches.length > 0
    const all = moved ? [...documentPatches.patches, ...patches] : patches
    // Objects of one shape, whatever the step: this is made for every action.
    const commit = {
      version: history.version + 1,
      kind,
      at,
      user: user && { id: user.id, name: user.name },
      name,
      payload,
      kept,
      patches: JSON.stringify(all),
    }
    const entry = {
      commit,
      answer,
      standing: moved ? this.standing : undefined,
      alarms: alarms === this.#alarms ? undefined : alarms,
      effects: effects.length > 0 ? effects : undefined,
    }
    history.commit(entry, all, this.#size + MEMBER_SIZE * this.#document.members.length)
    this.#alarms = alarms
    // What is lost on its way to the log has not happened.
    if (effects.length > 0)
      history.hold(
        () => this.#parts.carryOut(effects),
        () => {},
      )
    this.#parts.stepped()
  }

  /** Says another line about the room in its listing. */
  show(preview: string): void {
    const { history } = this.#parts
    this.#preview = preview
    history.note({ standing: this.standing })
    history.hold(
      () => {
        this.#storedPreview = preview
      },
      () => {},
    )
  }

  /** A copy that later commits leave alone: all of it. */
  snapshot(): Snapshot & { readonly room: StoredDocument } {
    return cloneJson({ room: this.#document, ...(this.#state && { state: this.#state }) })
  }

  restore(stored: StoredRoom): void {
    this.#preview = this.#storedPreview
    this.#epoch = stored.epoch
    this.#document = stored.room
    this.#state = stored.state
    this.#alarms = stored.alarms
    this.#size = jsonSize(stored.state)
  }

  #changeDocument({ document, consequences }: Step): { patches: readonly Patch[]; status: RoomStatus } {
    const { status } = this.#document
    if (!document && !consequences?.closes) return { patches: [], status }
    const { patches } = record(this.#document as DocumentDraft, (room) => {
      document?.(room)
      if (consequences?.closes) room.status = 'closed'
    })
    return { patches: patches.map(inRoom), status }
  }

  #alarmsAfter({ consequences }: Step, statusBefore: RoomStatus, now: number): readonly StoredAlarm[] {
    const { status } = this.#document
    if (status === 'closed') return this.#alarms.length > 0 ? [] : this.#alarms
    const changes = consequences?.alarms ?? []
    const changed = changes.length > 0 ? changeAlarms(this.#alarms, changes, now) : this.#alarms
    if (changed.length === 0) return changed
    if (status !== 'running')
      return statusBefore === 'running' || changes.length > 0 ? holdAlarms(changed, now) : changed
    return statusBefore === 'running' ? changed : releaseAlarms(changed, now)
  }
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
