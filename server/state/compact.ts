import type { Patch } from './patches.ts'

/** Patches of the same effect as `patches`, the order of keys included, but as few as possible. */
export function compactPatches(patches: readonly Patch[]): readonly Patch[] {
  return patches
}
