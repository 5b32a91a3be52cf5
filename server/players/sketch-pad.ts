import { SHEET } from '../applications/draw-and-guess/sheet.ts'
import { type Curve, type Point, pointsOf } from './curves.ts'
import { SHRUG, sketchOf } from './sketches.ts'
import type { Ways } from './ways.ts'

/** How large a sketch is at least and at most, from its middle, in board units: with its place always on the sheet. */
const SIZE = { least: 320, most: 480 } as const
/** How far from the sheet's middle it may be. */
const ASIDE = { x: 280, y: 80 } as const

/** What a bot has in mind to draw at its turn: the word's sketch, line after line, all of it on the sheet. */
export class SketchPad {
  readonly #ways: Ways
  #turn: number | undefined
  #left: Curve[] = []
  #place: (point: Point) => Point = (point) => point
  #colour = 0

  constructor(ways: Ways) {
    this.#ways = ways
  }

  get colour(): number {
    return this.#colour
  }

  /** The next line in a turn, which is named by the version it began at; undefined when the sketch is done. */
  next(turn: number, word: string): readonly Point[] | undefined {
    if (turn !== this.#turn) this.#begin(turn, word)
    const curve = this.#left.shift()
    return curve && pointsOf(curve, this.#place)
  }

  /** Begins anew, as after the sheet was cleared. */
  again(): void {
    this.#turn = undefined
  }

  #begin(turn: number, word: string): void {
    const ways = this.#ways
    const size = ways.between(SIZE.least, SIZE.most)
    const middle = {
      x: SHEET.width / 2 + ways.between(-ASIDE.x, ASIDE.x),
      y: SHEET.height / 2 + ways.between(-ASIDE.y, ASIDE.y),
    }
    this.#turn = turn
    this.#left = [...(sketchOf(word) ?? SHRUG)]
    this.#place = ({ x, y }) => ({ x: middle.x + x * size, y: middle.y + y * size })
    // Dark enough for white paper.
    this.#colour = ways.oneOf([0, 0, 2, 3, 6, 8, 9])
  }
}
