import { fillCells, traceCells } from '../../../server/applications/drawing/raster.ts'
import type { Camera, Extent, Point } from './camera.ts'
import { colourOf, rgbOf } from './colours.ts'
import type { Cells } from './flood.ts'
import type { InkItem } from './ink-item.ts'

/** How many corners the round end of a line is taken for. */
const ROUND = 8

/**
 * What a view shows, as small cells, reckoned from where ink is: for browsers that keep canvases from being read. Edges are
 * hard, no line is thinner than a cell, and a text takes the whole box around it.
 * @param items the lowest first
 */
export function drawnCells(items: Iterable<InkItem>, camera: Camera, view: Extent & { perCell: number }): Cells {
  const [width, height] = [Math.ceil(view.width / view.perCell), Math.ceil(view.height / view.perCell)]
  const cells = { width, height, data: new Uint8ClampedArray(4 * width * height) }
  const scale = camera.zoom / view.perCell
  const toCell = ({ x, y }: Point): Point => ({ x: (x - camera.x) * scale, y: (y - camera.y) * scale })
  for (const item of items) paint(cells, item, { scale, toCell })
  return cells
}

interface View {
  /** Cells to a board unit. */
  readonly scale: number
  toCell(at: Point): Point
}

function paint(cells: Cells, { stroke, shape }: InkItem, { scale, toCell }: View): void {
  const colour = [...rgbOf(colourOf(stroke)), 255]
  const mark = (first: number, end = first + 1): void => {
    for (let cell = first; cell < end; cell += 1) cells.data.set(colour, 4 * cell)
  }
  if (shape.kind === 'area') {
    const rings = shape.rings.map((ring) => ring.map(toCell))
    fillCells(cells, { rings, rule: shape.rule }, mark)
    // What is thinner than a cell may lie between the middles of all.
    if (stroke.tool === 'pen') for (const ring of rings) traceCells(cells, [...ring, ...ring.slice(0, 1)], mark)
    return
  }
  for (const line of shape.lines.map((points) => points.map(toCell))) {
    for (const [at, to] of line.entries()) {
      const ring = thickLine(line[at - 1] ?? to, to, (shape.thickness * scale) / 2)
      fillCells(cells, { rings: [ring], rule: 'nonzero' }, mark)
    }
    traceCells(cells, line, mark)
  }
}

/** The edge of a straight line with round ends. */
function thickLine(from: Point, to: Point, reach: number): Point[] {
  const along = Math.atan2(to.y - from.y, to.x - from.x)
  const end = (about: Point, start: number): Point[] =>
    Array.from({ length: ROUND + 1 }, (_, at) => {
      const turn = start + (Math.PI * at) / ROUND
      return { x: about.x + reach * Math.cos(turn), y: about.y + reach * Math.sin(turn) }
    })
  return [...end(to, along - Math.PI / 2), ...end(from, along + Math.PI / 2)]
}
