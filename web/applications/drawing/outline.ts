import { getStroke } from 'perfect-freehand'
import { COLOURS, type Stroke } from '../../../server/applications/drawing/stroke.ts'
import { corners, type InkPoint, inkPoints, ringsIn, thickness } from './geometry.ts'

export function colourOf(stroke: Stroke): string {
  return COLOURS[stroke.colour]?.value ?? COLOURS[0].value
}

/** The path of a stroke, as SVG writes it: to be filled for free-hand ink and (even-odd) areas, to be stroked for shapes. Text has none. */
export function outline(stroke: Stroke): string {
  switch (stroke.tool) {
    case 'pen':
      return inkOutline(inkPoints(stroke), { width: stroke.width, pressure: stroke.pressure })
    case 'text':
      return ''
    case 'fill':
      return ringsIn(stroke)
        .map((ring) => `M${ring.map(({ x, y }) => `${x} ${y}`).join('L')}Z`)
        .join('')
    case 'line':
      return `M${corners(stroke)
        .map(({ x, y }) => `${x} ${y}`)
        .join('L')}`
    case 'rectangle':
    case 'ellipse':
      return shapeOutline(stroke)
  }
}

/** The outline of ink whose thickness follows the pen's pressure, or without one its speed. */
export function inkOutline(points: InkPoint[], pen: { width: number; pressure: boolean }): string {
  const edge = getStroke(points, {
    size: thickness(pen.width),
    thinning: pen.pressure ? 0.7 : 0.35,
    streamline: 0.35,
    smoothing: 0.5,
    simulatePressure: !pen.pressure,
  })
  let [last] = edge.slice(-1)
  if (last === undefined) return ''
  let path = ''
  for (const point of edge) {
    const middle = `${tenth((last[0] + point[0]) / 2)} ${tenth((last[1] + point[1]) / 2)}`
    path += path === '' ? `M${middle}` : `Q${tenth(last[0])} ${tenth(last[1])} ${middle}`
    last = point
  }
  return `${path}Z`
}

function shapeOutline(stroke: Stroke): string {
  const [from, to] = corners(stroke)
  if (!from || !to) return ''
  if (stroke.tool === 'rectangle') return `M${from.x} ${from.y}H${to.x}V${to.y}H${from.x}Z`
  const [rx, ry] = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2]
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
  const middle = (from.y + to.y) / 2
  return `M${left} ${middle}A${rx} ${ry} 0 1 1 ${right} ${middle}A${rx} ${ry} 0 1 1 ${left} ${middle}Z`
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10
}
