import { compactQueue } from './compact-queue.ts'
import { ObjectEdits } from './edits.ts'
import type { Patch } from './patches.ts'

/**
 * Patches of the same effect as `patches` on every state that these fit, the order of keys included: at most one set
 * per place, what was changed in a new value is in that value, and the splices of an array are one for each stretch of
 * elements. So any number of `shift` and `push` on one array are two splices. The values are shared with `patches`.
 */
export function compactPatches(patches: readonly Patch[]): readonly Patch[] {
  if (patches.length < 2) return patches
  return compactQueue(patches) ?? compactAny(patches)
}

/** Works out what became of each part of the state. */
export function compactAny(patches: readonly Patch[]): readonly Patch[] {
  const edits = new ObjectEdits()
  for (const patch of patches) edits.add(patch, 0)
  const compacted: Patch[] = []
  edits.write([], compacted)
  return compacted
}
