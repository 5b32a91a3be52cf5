import type { EnterAnswer, Frame } from '../../server/protocol/events.ts'
import { ROOM_KEY, type RoomDocument } from '../../server/protocol/room-document.ts'
import { applyPatches } from '../../server/state/apply.ts'
import type { Json } from '../../server/state/json.ts'
import type { Patch } from '../../server/state/patches.ts'
import { report } from './report.ts'

/** How many frames are kept while the room has been asked for anew. */
export const MAX_HELD_FRAMES = 1000

/** What an entry gives: everything of the room at one version, or the patches that lead there from what is shown. */
export type Loaded =
  | Omit<Extract<EnterAnswer, { snapshot: unknown }>, 'client' | 'presence'>
  | Omit<Extract<EnterAnswer, { patches: unknown }>, 'client' | 'presence'>

/**
 * What came of a frame: `same`, nothing that is shown changed; `changed`; or `gap`, it doesn't go on from what is shown,
 * and the room must be asked for anew.
 */
export type Taken = 'same' | 'changed' | 'gap'

/**
 * One room as this client has it: its document and its application's state at one version, moved on by frames. Objects
 * that stay the same are what they were before, so that a changed reference means a change.
 */
export class Replica {
  #version = 0
  #epoch: string | undefined
  #document: RoomDocument = { status: 'waiting', started: false, members: [] }
  #state: { readonly [key: string]: Json } | undefined
  /** The frames that came while an entry is awaited; undefined while none is. */
  #held: Frame[] | undefined = []
  /** The last version that the frames which found no place among the held ones lead to. */
  #lost = 0
  /** False when what is shown can't be gone on from. */
  #sound = false

  get version(): number {
    return this.#version
  }

  /** The name of the history that `version` counts in; undefined before the first snapshot. */
  get epoch(): string | undefined {
    return this.#epoch
  }

  /** What is shown, for the room to say what came since; undefined where only a snapshot will do. */
  get standpoint(): { readonly version: number; readonly epoch: string } | undefined {
    return this.#sound && this.#epoch !== undefined ? { version: this.#version, epoch: this.#epoch } : undefined
  }

  get document(): RoomDocument {
    return this.#document
  }

  /** Undefined until the application was initialised. */
  get state(): { readonly [key: string]: Json } | undefined {
    return this.#state
  }

  /** From now on an entry is awaited: frames are kept until it is there. */
  hold(): void {
    this.#held ??= []
  }

  /** What is shown was meant for another viewer: it stays until there is something else, and is not gone on from. */
  forget(): void {
    this.#sound = false
  }

  /** Takes what the awaited entry gives, and the frames that came before it. `gap`: they don't follow it. */
  load(loaded: Loaded): Exclude<Taken, 'same'> {
    const entered = this.#enter(loaded)
    const held = this.#held ?? []
    const lost = this.#lost
    this.#held = undefined
    this.#lost = 0
    const fits = held.every((frame) => this.take(frame) !== 'gap')
    return entered && fits && lost <= this.#version ? 'changed' : 'gap'
  }

  take(frame: Frame): Taken {
    if (this.#held) {
      this.#keep(frame, this.#held)
      return 'same'
    }
    if (frame.to <= this.#version) return 'same'
    if (frame.from !== this.#version) return 'gap'
    return this.#advance(frame.to, frame.patches) ? 'changed' : 'gap'
  }

  /** False when it can't be gone on from what is shown. */
  #enter(loaded: Loaded): boolean {
    if ('patches' in loaded) return loaded.epoch === this.#epoch && this.#advance(loaded.version, loaded.patches)
    const { epoch, version, snapshot, reads = false } = loaded
    // The same version of the same history is what is shown already: its objects stay.
    if (!reads && this.#sound && epoch === this.#epoch && version === this.#version) return true
    this.#sound = !reads
    this.#epoch = epoch
    this.#version = version
    this.#document = snapshot.room
    this.#state = snapshot.room.started ? (snapshot.state ?? {}) : undefined
    return true
  }

  #advance(version: number, patches: readonly Patch[]): boolean {
    try {
      this.#apply(patches)
    } catch (error) {
      // The server and this client disagree about what the state is: a snapshot settles it.
      report(error)
      this.#sound = false
      return false
    }
    this.#version = version
    return true
  }

  #keep(frame: Frame, held: Frame[]): void {
    if (this.#lost === 0 && held.length < MAX_HELD_FRAMES) {
      held.push(frame)
      return
    }
    // With the first one lost the kept ones are of no use: only a snapshot that has them all helps.
    held.length = 0
    this.#lost = Math.max(this.#lost, frame.to)
  }

  #apply(patches: readonly Patch[]): void {
    const ofRoom = patches.filter(([, path]) => path[0] === ROOM_KEY)
    const ofState = patches.filter(([, path]) => path[0] !== ROOM_KEY)
    const document = applyPatches({ [ROOM_KEY]: this.#document }, ofRoom)[ROOM_KEY]
    const state = document.started ? applyPatches(this.#state ?? {}, ofState) : undefined
    this.#document = document
    this.#state = state
  }
}
