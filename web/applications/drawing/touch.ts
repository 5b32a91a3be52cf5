import type { Point } from './camera.ts'

/** Where the pen is, in board units, and how hard it presses, from 0 to 1, where it can say. */
export interface Touch extends Point {
  readonly pressure?: number
}
