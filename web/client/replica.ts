import type { EnterAnswer, Frame, Snapshot } from '../../server/protocol/events.ts'
import { ROOM_KEY, type RoomDocument } from '../../server/protocol/room-document.ts'
import { applyPatches } from '../../server/state/apply.ts'
import type { Json } from '../../server/state/json.ts'
import type { Patch } from '../../server/state/patches.ts'
import { report } from './report.ts'

/** How many frames are kept while the room has been asked for anew. */
export const MAX_HELD_FRAMES = 1000

/** What an entry gives: everything of the room at one version. */
export type Loaded = Pick<EnterAnswer, 'version' | 'epoch'> & { readonly snapshot: Snapshot }

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
  /** The frames that came while a snapshot is awaited; undefined while none is. */
  #held: Frame[] | undefined = []
  /** The last version that the frames which found no place among the held ones lead to. */
  #lost = 0

  get version(): number {
    return this.#version
  }

  /** The name of the history that `version` counts in; undefined before the first snapshot. */
  get epoch(): string | undefined {
    return this.#epoch
  }

  get document(): RoomDocument {
    return this.#document
  }

  /** Undefined until the application was initialised. */
  get state(): { readonly [key: string]: Json } | undefined {
    return this.#state
  }

  /** From now on a snapshot is awaited: frames are kept until it is there. */
  hold(): void {
    this.#held ??= []
  }

  /** Takes the awaited snapshot, and the frames that came before it. `gap`: they don't follow it. */
  load({ epoch, version, snapshot }: Loaded): Exclude<Taken, 'same'> {
    // The same version of the same history is what is shown already: its objects stay.
    if (epoch !== this.#epoch || version !== this.#version) {
      this.#epoch = epoch
      this.#version = version
      this.#document = snapshot.room
      this.#state = snapshot.room.started ? (snapshot.state ?? {}) : undefined
    }
    const held = this.#held ?? []
    const lost = this.#lost
    this.#held = undefined
    this.#lost = 0
    const fits = held.every((frame) => this.take(frame) !== 'gap')
    return fits && lost <= this.#version ? 'changed' : 'gap'
  }

  take(frame: Frame): Taken {
    if (this.#held) {
      this.#keep(frame, this.#held)
      return 'same'
    }
    if (frame.to <= this.#version) return 'same'
    if (frame.from !== this.#version) return 'gap'
    try {
      this.#apply(frame.patches)
    } catch (error) {
      // The server and this client disagree about what the state is: a snapshot settles it.
      report(error)
      return 'gap'
    }
    this.#version = frame.to
    return 'changed'
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
