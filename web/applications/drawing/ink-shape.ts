import type { InsideRule } from '../../../server/applications/drawing/raster.ts'
import type { ShapeStroke, Stroke } from '../../../server/applications/drawing/stroke.ts'
import type { Point } from './camera.ts'
import { type Bounds, corners, ellipseSides, ringsIn, thickness } from './geometry.ts'
import { inkEdge } from './outline.ts'
import { textInk, textLine } from './text-ink.ts'

/** Where a stroke's ink is: along lines as thick as a round pen, or all that closed lines enclose. */
export type InkShape =
  | { readonly kind: 'lines'; readonly lines: readonly (readonly Point[])[]; readonly thickness: number }
  | { readonly kind: 'area'; readonly rings: readonly (readonly Point[])[]; readonly rule: InsideRule }

/** A stroke's ink as geometry, to be reckoned with; of a text the box around it. */
export function inkShape(stroke: Stroke): InkShape {
  switch (stroke.tool) {
    case 'pen':
      return { kind: 'area', rings: [flattened(inkEdge(stroke).map(([x, y]) => ({ x, y })))], rule: 'nonzero' }
    case 'fill':
      return { kind: 'area', rings: ringsIn(stroke), rule: 'evenodd' }
    case 'text':
      return { kind: 'area', rings: [cornersOf(textInk(textLine(stroke)))], rule: 'nonzero' }
    case 'line':
      return { kind: 'lines', lines: [corners(stroke)], thickness: thickness(stroke.width) }
    case 'rectangle':
    case 'ellipse':
      return { kind: 'lines', lines: [closed(around(stroke))], thickness: thickness(stroke.width) }
  }
}

/** The edge of free-hand ink, whose corners are rounded as `outline` rounds them. */
function flattened(edge: readonly Point[]): Point[] {
  return edge.flatMap((corner, at) => {
    const [before, after] = [edge.at(at - 1) ?? corner, edge[(at + 1) % edge.length] ?? corner]
    const [from, to] = [middle(before, corner), middle(corner, after)]
    return [from, middle(middle(from, corner), middle(corner, to))]
  })
}

function around(stroke: ShapeStroke): Point[] {
  const [from, to] = corners(stroke)
  if (!from || !to) return []
  if (stroke.tool === 'rectangle') return [from, { x: to.x, y: from.y }, to, { x: from.x, y: to.y }]
  return ellipseSides(from, to)
}

function closed(ring: readonly Point[]): Point[] {
  return [...ring, ...ring.slice(0, 1)]
}

function cornersOf({ left, top, right, bottom }: Bounds): Point[] {
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ]
}

function middle(one: Point, other: Point): Point {
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 }
}
