import type { Point } from './camera.ts'
import { distanceTo, holds, inkPoints, overlap, thickness } from './geometry.ts'
import type { InkItem } from './ink-item.ts'

/** The names of those strokes that an eraser of this radius touches on its way from one point to the next. */
export function hits(items: Iterable<InkItem>, way: { from: Point; to: Point; radius: number }): string[] {
  const { from, to, radius } = way
  const swept = {
    left: Math.min(from.x, to.x) - radius,
    top: Math.min(from.y, to.y) - radius,
    right: Math.max(from.x, to.x) + radius,
    bottom: Math.max(from.y, to.y) + radius,
  }
  // A quick hand leaps: the places between are looked at too.
  const steps = Math.min(50, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / radius) + 1)
  const places = Array.from({ length: steps + 1 }, (_, step) => ({
    x: from.x + ((to.x - from.x) * step) / steps,
    y: from.y + ((to.y - from.y) * step) / steps,
  }))
  const found: string[] = []
  for (const item of items) {
    if (overlap(item.bounds, swept) && places.some((place) => touches(item, place, radius))) found.push(item.id)
  }
  return found
}

function touches({ stroke, bounds }: InkItem, place: Point, radius: number): boolean {
  const at = { left: place.x - radius, top: place.y - radius, right: place.x + radius, bottom: place.y + radius }
  if (!overlap(bounds, at)) return false
  if (stroke.tool === 'text' || stroke.tool === 'ellipse') return true
  if (stroke.tool === 'fill') return holds(stroke, place)
  const points = linePoints(stroke).map(([x, y]) => ({ x, y }))
  const reach = radius + thickness(stroke.width) / 2
  return points.some((point, index) => distanceTo(place, points[index - 1] ?? point, point) <= reach)
}

/** The points that a stroke's line goes through. */
function linePoints(stroke: InkItem['stroke']): (readonly [number, number, ...number[]])[] {
  const points = inkPoints(stroke)
  const [from, to] = points
  if (stroke.tool !== 'rectangle' || !from || !to) return points
  return [from, [to[0], from[1]], to, [from[0], to[1]], from]
}
