import { MAX_POINTS } from '../../../server/applications/drawing/stroke.ts'
import { type Camera, type Point, toBoard, toView } from './camera.ts'
import { type Cells, flood, grown } from './flood.ts'
import { onBoard } from './pen-stroke.ts'
import { ringsOf, simplified, smoothed } from './rings.ts'

/** What one sees, as a small picture: `perCell` CSS pixels a cell. */
export interface SeenCells {
  readonly camera: Camera
  readonly perCell: number
  readonly cells: Cells
}

/** An area as it is placed on a board: see `FillStroke`. */
export interface Area {
  readonly points: number[]
  readonly rings: number[]
}

/**
 * The area of one colour around a place of the board, as far as it is seen. Only who fills it looks at pixels: everybody
 * is told the same corners. Undefined where nothing but a speck is.
 */
export function areaAround({ camera, perCell, cells }: SeenCells, at: Point): Area | undefined {
  const view = toView(camera, at)
  const mask = grown(flood(cells, Math.floor(view.x / perCell), Math.floor(view.y / perCell)))
  const rings = simplified(ringsOf(mask).map(smoothed), MAX_POINTS)
  if (rings.length === 0) return undefined
  const corners = rings.flat().map(({ x, y }) => toBoard(camera, { x: x * perCell, y: y * perCell }))
  return {
    points: corners.flatMap(({ x, y }) => [onBoard(x), onBoard(y)]),
    rings: rings.map(({ length }) => length),
  }
}
