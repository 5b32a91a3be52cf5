import type { Point } from './camera.ts'
import { distanceBetween, encloses } from './geometry.ts'
import type { InkShape } from './ink-shape.ts'

/** An eraser's way: a disc of this radius from one point to the next. A quick hand leaps, and its eraser does not. */
export interface Sweep {
  readonly from: Point
  readonly to: Point
  readonly radius: number
}

/** Whether an eraser touches such ink on its way. */
export function reaches({ from, to, radius }: Sweep, shape: InkShape): boolean {
  const near = (line: readonly Point[], distance: number): boolean =>
    line.some((point, at) => distanceBetween(from, to, line[at - 1] ?? point, point) <= distance)
  if (shape.kind === 'lines') return shape.lines.some((line) => near(line, radius + shape.thickness / 2))
  const { rings, rule } = shape
  return encloses(rings, rule, from) || rings.some((ring) => near([...ring.slice(-1), ...ring], radius))
}
