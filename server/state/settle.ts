import { type Container, putPart } from './containers.ts'
import { draftBehind } from './draft-key.ts'
import { cloneJson, copyJson, type Json, measuredCopy } from './json.ts'
import type { Patch } from './patches.ts'
import type { OpenPatch, Recorder } from './recorder.ts'
import { Slot } from './slot.ts'

/**
 * Puts a checked plain copy in the place of every slot that still stands in the state, which adds to
 * `recorder.growth`.
 *
 * @throws {StateError} naming the first place where something isn't JSON, is too deep, or larger than `maxSize`.
 */
export function settleSlots(recorder: Recorder, maxSize: number): void {
  for (const slot of recorder.slots) {
    const path = slot.home?.path()
    if (slot.home === null || path === undefined || path === null) continue
    const { target } = slot.home
    const key = slot.keyIn(target)
    path.push(key)
    const { copy, size } = measuredCopy(slot.value, { path, maxSize, resolve: behind })
    slot.copy = copy
    recorder.growth += size
    putPart(target, key, slot.copy)
  }
}

/** The run's patches with copies of their own of everything that was put in; to be called once the slots are settled. */
export function settlePatches(patches: readonly OpenPatch[]): readonly Patch[] {
  return patches.map((patch): Patch => {
    if (patch[0] === 'delete') return patch
    if (patch[0] === 'set') return ['set', patch[1], settled(patch[2])]
    return ['splice', patch[1], patch[2], patch[3], patch[4].map(settled)]
  })
}

/** A plain copy of what a run returned, as it is at the run's end. */
export function settleResult<R>(result: R, maxSize: number): R {
  return result === undefined ? result : copyJson(result, { root: 'result', maxSize, resolve: behind })
}

/** What is to be copied for a slot or a draft: the author's object, or the part of the state. */
export function behind(value: object): unknown {
  const seen = value instanceof Slot ? value.value : value
  const draft = draftBehind(seen)
  return draft?.isOpen() ? draft.target : seen
}

/**
 * A slot that was taken out again has no copy and becomes null: a later patch of the same run removes whatever stands
 * there, and none goes into it. Everything else in a patch is the patch's own already.
 */
function settled(part: unknown): Json {
  if (part instanceof Slot) return cloneJson(part.copy) as Json
  if (typeof part === 'object' && part !== null) {
    for (const [key, inner] of Object.entries(part)) {
      if (typeof inner === 'object' && inner !== null) putPart(part as Container, key, settled(inner))
    }
  }
  return part as Json
}
