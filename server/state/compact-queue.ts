import type { Json } from './json.ts'
import type { Patch } from './patches.ts'
import type { Path } from './path.ts'

/**
 * What `compactPatches` makes of patches that all put elements into one array, each behind those before, or take some off
 * its front, as a list of the newest lines does with every line. That is most of what a room is sent, and need not be
 * worked out. Undefined for anything else.
 */
export function compactQueue(patches: readonly Patch[]): readonly Patch[] | undefined {
  const path = patches[0]?.[1] ?? []
  const items: Json[] = []
  let dropped = 0
  /** Where the elements that were put in begin, in the array as it is now. */
  let start: number | undefined
  for (const patch of patches) {
    if (patch[0] !== 'splice' || !isSame(patch[1], path)) return undefined
    const [, , index, deleteCount, added] = patch
    if (deleteCount === 0) {
      start ??= index
      if (index !== start + items.length) return undefined
      for (const item of added) items.push(item)
    } else if (index === 0 && added.length === 0 && deleteCount <= (start ?? deleteCount)) {
      dropped += deleteCount
      if (start !== undefined) start -= deleteCount
    } else return undefined
  }
  return written(path, dropped, start ?? 0, items)
}

/** In the order of the elements. What goes and comes at one place does so at once. */
function written(path: Path, dropped: number, start: number, items: readonly Json[]): readonly Patch[] {
  if (items.length > 0 && start === 0) return [['splice', path, 0, dropped, items]]
  const patches: Patch[] = dropped > 0 ? [['splice', path, 0, dropped, []]] : []
  return items.length > 0 ? [...patches, ['splice', path, start, 0, items]] : patches
}

function isSame(one: Path, other: Path): boolean {
  return one === other || (one.length === other.length && one.every((key, depth) => key === other[depth]))
}
