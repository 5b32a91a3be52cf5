import type { InsideRule } from '../../../server/applications/drawing/raster.ts'
import {
  type FillStroke,
  type Stroke,
  TEXT_HEIGHT,
  type TextStroke,
  THICKNESS,
} from '../../../server/applications/drawing/stroke.ts'
import type { Point } from './camera.ts'

/** A rectangle, in board units. */
export interface Bounds {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A point of a free-hand stroke, with its pressure from 0 to 1. */
export type InkPoint = [x: number, y: number, pressure: number]

const NO_PRESSURE = 0.5

export function thickness(width: number): number {
  return THICKNESS[width - 1] ?? THICKNESS[0]
}

export function textHeight(width: number): number {
  return TEXT_HEIGHT[width - 1] ?? TEXT_HEIGHT[0]
}

/** The points of a stroke where they are, instead of from each to the next. */
export function inkPoints(stroke: Stroke): InkPoint[] {
  if (stroke.tool !== 'pen') return corners(stroke).map(({ x, y }) => [x, y, NO_PRESSURE])
  const size = stroke.pressure ? 3 : 2
  const points: InkPoint[] = []
  let [x, y] = [0, 0]
  for (let at = 0; at + size <= stroke.points.length; at += size) {
    x += stroke.points[at] ?? 0
    y += stroke.points[at + 1] ?? 0
    points.push([x, y, stroke.pressure ? (stroke.points[at + 2] ?? 0) / 100 : NO_PRESSURE])
  }
  return points
}

/** What a stroke covers at most; what a text does, only who has a canvas can tell. */
export function boundsOf(stroke: Exclude<Stroke, TextStroke>): Bounds {
  const reach = stroke.tool === 'fill' ? 0 : thickness(stroke.width)
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  eachPoint(stroke, (x, y) => {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  })
  return widened({ left, top, right, bottom }, reach)
}

/** Calls `visit` with each point of a stroke where it is. As `inkPoints`, for thousands of strokes at once: nothing is made. */
export function eachPoint(stroke: Stroke, visit: (x: number, y: number) => void): void {
  const { points } = stroke
  const differences = stroke.tool === 'pen'
  const size = stroke.tool === 'pen' && stroke.pressure ? 3 : 2
  let [x, y] = [0, 0]
  for (let at = 0; at + size <= points.length; at += size) {
    x = (points[at] ?? 0) + (differences ? x : 0)
    y = (points[at + 1] ?? 0) + (differences ? y : 0)
    visit(x, y)
  }
}

/** Bounds that reach further on every side. */
export function widened({ left, top, right, bottom }: Bounds, by: number): Bounds {
  return { left: left - by, top: top - by, right: right + by, bottom: bottom + by }
}

export function overlap(one: Bounds, other: Bounds): boolean {
  return one.left <= other.right && other.left <= one.right && one.top <= other.bottom && other.top <= one.bottom
}

/** The smallest bounds around all; undefined around nothing. */
export function around(all: readonly Bounds[]): Bounds | undefined {
  const [first, ...others] = all
  return others.reduce(
    (sum, each) =>
      sum && {
        left: Math.min(sum.left, each.left),
        top: Math.min(sum.top, each.top),
        right: Math.max(sum.right, each.right),
        bottom: Math.max(sum.bottom, each.bottom),
      },
    first,
  )
}

/** The two corners that span a shape; a text has one. */
export function corners(stroke: Stroke): Point[] {
  const [x = 0, y = 0, toX, toY] = stroke.points
  return toX === undefined || toY === undefined
    ? [{ x, y }]
    : [
        { x, y },
        { x: toX, y: toY },
      ]
}

/** How many straight lines an ellipse is taken for. */
const SIDES = 96

/** The corners of straight lines along an ellipse between two corners. */
export function ellipseSides(from: Point, to: Point): Point[] {
  return Array.from({ length: SIDES }, (_, side) => {
    const turn = (2 * Math.PI * side) / SIDES
    return {
      x: (from.x + to.x + (to.x - from.x) * Math.cos(turn)) / 2,
      y: (from.y + to.y + (to.y - from.y) * Math.sin(turn)) / 2,
    }
  })
}

/** The closed lines of an area. */
export function ringsIn({ points, rings }: FillStroke): Point[][] {
  let next = 0
  return rings.map((corners) =>
    Array.from({ length: corners }, () => {
      const at = next++
      return { x: points[2 * at] ?? 0, y: points[2 * at + 1] ?? 0 }
    }),
  )
}

/** Whether closed lines have a point inside. */
export function encloses(rings: readonly (readonly Point[])[], rule: InsideRule, { x, y }: Point): boolean {
  // Of a line from the point to the right: how often edges cross it, those that go up against those that go down.
  let around = 0
  for (const ring of rings) {
    let last = ring.at(-1)
    for (const corner of ring) {
      if (last && corner.y > y !== last.y > y) {
        const crossing = last.x + ((y - last.y) * (corner.x - last.x)) / (corner.y - last.y)
        if (x < crossing) around += corner.y > last.y ? 1 : -1
      }
      last = corner
    }
  }
  return rule === 'nonzero' ? around !== 0 : around % 2 !== 0
}

/** How far a point is from the straight line between two others. */
export function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = dx * dx + dy * dy
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
  const at = Math.min(1, Math.max(0, along))
  return Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy)
}

/** How far two straight lines are from each other, each between two points; 0 where they cross. */
export function distanceBetween(from: Point, to: Point, one: Point, other: Point): number {
  const apart = side(from, to, one) * side(from, to, other) < 0 && side(one, other, from) * side(one, other, to) < 0
  if (apart) return 0
  return Math.min(
    distanceTo(from, one, other),
    distanceTo(to, one, other),
    distanceTo(one, from, to),
    distanceTo(other, from, to),
  )
}

/** On which side of a line a point is: more or less than 0. */
function side(from: Point, to: Point, { x, y }: Point): number {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)
}
