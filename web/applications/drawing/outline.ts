import { getStroke } from 'perfect-freehand'
import type { FreeStroke, ShapeStroke, Stroke } from '../../../server/applications/drawing/stroke.ts'
import type { Point } from './camera.ts'
import { corners, ellipseSides, inkPoints, ringsIn, thickness } from './geometry.ts'

/** The path of a stroke, as SVG writes it: to be filled for free-hand ink and (even-odd) areas, to be stroked for shapes. Text has none. */
export function outline(stroke: Stroke): string {
  switch (stroke.tool) {
    case 'pen':
      return inkOutline(inkEdge(stroke))
    case 'text':
      return ''
    case 'fill':
      return ringsIn(stroke)
        .map((ring) => `M${told(ring)}Z`)
        .join('')
    case 'line':
    case 'rectangle':
    case 'ellipse':
      return shapeOutline(stroke)
  }
}

/** The corners of free-hand ink's edge, which its outline rounds. Its thickness follows the pen's pressure, or without one its speed. */
export function inkEdge(stroke: FreeStroke): [x: number, y: number][] {
  return getStroke(inkPoints(stroke), {
    size: thickness(stroke.width),
    thinning: stroke.pressure ? 0.7 : 0.35,
    streamline: 0.35,
    smoothing: 0.5,
    simulatePressure: !stroke.pressure,
  })
}

function inkOutline(edge: readonly (readonly [x: number, y: number])[]): string {
  let last = edge.at(-1)
  if (last === undefined) return ''
  let path = ''
  for (const point of edge) {
    const middle = `${tenth((last[0] + point[0]) / 2)} ${tenth((last[1] + point[1]) / 2)}`
    path += path === '' ? `M${middle}` : `Q${tenth(last[0])} ${tenth(last[1])} ${middle}`
    last = point
  }
  return `${path}Z`
}

/** What makes a dot of a shape without an extent: a canvas paints nothing of no length. */
const DOT = 0.1

function shapeOutline(stroke: ShapeStroke): string {
  const [from, corner] = corners(stroke)
  if (!from || !corner) return ''
  const flat = corner.x === from.x && (corner.y === from.y || stroke.tool === 'ellipse')
  const to = flat ? { x: corner.x + DOT, y: corner.y } : corner
  if (stroke.tool === 'line') return `M${from.x} ${from.y}L${to.x} ${to.y}`
  if (stroke.tool === 'rectangle') return `M${from.x} ${from.y}H${to.x}V${to.y}H${from.x}Z`
  const [rx, ry] = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2]
  // Where a curve is tighter than its line is thick, browsers leave some of it out; where straight lines meet, nothing.
  if (Math.min(rx, ry) ** 2 / Math.max(rx, ry) < thickness(stroke.width)) return `M${told(ellipseSides(from, to))}Z`
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
  const middle = (from.y + to.y) / 2
  return `M${left} ${middle}A${rx} ${ry} 0 1 1 ${right} ${middle}A${rx} ${ry} 0 1 1 ${left} ${middle}Z`
}

function told(line: readonly Point[]): string {
  return line.map(({ x, y }) => `${tenth(x)} ${tenth(y)}`).join('L')
}

/** A number of a path or file, as fine as anybody sees. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
