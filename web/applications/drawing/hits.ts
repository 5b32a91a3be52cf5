import { type Bounds, overlap, widened } from './geometry.ts'
import type { InkItem } from './ink-item.ts'
import type { Sweep } from './sweep.ts'

/** The names of those strokes whose ink an eraser touches on its way. */
export function hits(items: Iterable<InkItem>, sweep: Sweep): string[] {
  const swept = sweptBounds(sweep)
  const found: string[] = []
  for (const item of items) {
    if (overlap(item.bounds, swept) && item.touches(sweep)) found.push(item.id)
  }
  return found
}

function sweptBounds({ from, to, radius }: Sweep): Bounds {
  const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)]
  return widened({ left, top, right: Math.max(from.x, to.x), bottom: Math.max(from.y, to.y) }, radius)
}
