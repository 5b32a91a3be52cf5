import { type Bounds, distanceTo, widened } from './geometry.ts'
import { canBeRead } from './readable-canvas.ts'
import type { Sweep } from './sweep.ts'
import { paintText, type TextLine, textInk } from './text-ink.ts'

/** How many cells the height of a line has, and a text is long at most. */
const FINE = 80
const LONGEST = 2_000

/** From which opacity on a cell counts as ink, of 255. */
const INK = 64

/** Where the letters of a text are, as small cells: what is between them is no ink. */
export class TextMask {
  readonly #box: Bounds
  /** How large a cell is, in board units. */
  readonly #cell: number
  readonly #width: number
  readonly #cells: Uint8ClampedArray

  /** Undefined where the browser keeps canvases from being read. */
  static of(line: TextLine): TextMask | undefined {
    const ink = textInk(line)
    const cell = Math.max(line.height / FINE, (ink.right - ink.left) / LONGEST)
    const box = widened(ink, cell)
    const canvas = document.createElement('canvas')
    canvas.width = Math.ceil((box.right - box.left) / cell)
    canvas.height = Math.ceil((box.bottom - box.top) / cell)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context || !canBeRead(context)) return undefined
    context.setTransform(1 / cell, 0, 0, 1 / cell, -box.left / cell, -box.top / cell)
    paintText(context, line)
    return new TextMask(box, cell, context.getImageData(0, 0, canvas.width, canvas.height))
  }

  private constructor(box: Bounds, cell: number, { width, data }: ImageData) {
    this.#box = box
    this.#cell = cell
    this.#width = width
    this.#cells = data.filter((_, at) => at % 4 === 3)
  }

  /** Whether an eraser touches a letter on its way. */
  touchedBy({ from, to, radius }: Sweep): boolean {
    const { left, top } = this.#box
    const [cell, width, height] = [this.#cell, this.#width, this.#cells.length / this.#width]
    const range = (one: number, other: number, start: number, count: number) => [
      Math.max(0, Math.floor((Math.min(one, other) - radius - start) / cell)),
      Math.min(count - 1, Math.floor((Math.max(one, other) + radius - start) / cell)),
    ]
    const [firstRow = 0, lastRow = 0] = range(from.y, to.y, top, height)
    const [first = 0, last = 0] = range(from.x, to.x, left, width)
    for (let row = firstRow; row <= lastRow; row += 1) {
      for (let column = first; column <= last; column += 1) {
        if ((this.#cells[row * width + column] ?? 0) < INK) continue
        const middle = { x: left + (column + 0.5) * cell, y: top + (row + 0.5) * cell }
        if (distanceTo(middle, from, to) <= radius + cell / 2) return true
      }
    }
    return false
  }
}
