import type { Drawing } from './drawing.ts'
import { fillCells, type Spot, traceCells } from './raster.ts'
import { COLOURS, EDGE, type FillStroke, type Stroke, TEXT_HEIGHT, type TextStroke } from './stroke.ts'
import { guessedWidth } from './text-width.ts'
import { PAPER, THUMBNAIL, thumbnailText } from './thumbnail-text.ts'

/** White ink is paper again. */
const WHITE = COLOURS.findIndex(({ name }) => name === 'White')

/** However much is drawn, a thumbnail is made of so many strokes and numbers of them at most, taken evenly. */
const MOST_STROKES = 200
const MOST_NUMBERS = 6_000

/** White around what is drawn, and the least that is shown, in board units. */
const MARGIN = 40
const LEAST = 600

interface Line {
  /** As a cell has it. */
  readonly ink: number
  readonly order: number
  readonly points: readonly Spot[]
  /** Of an area: how many of the points each line around it has. */
  readonly rings?: readonly number[]
}

/** A drawing as the lobby's list shows it, as text. Empty where nothing is drawn. */
export function thumbnailOf(drawing: Pick<Drawing, 'ink'>): string {
  const lines = sampled(drawing)
  if (lines.length === 0) return ''
  const cells = new Uint8Array(THUMBNAIL.width * THUMBNAIL.height)
  /** Which line was the last in each cell. */
  const latest = new Uint16Array(cells.length)
  const toCell = fitting(lines)
  for (const [at, { ink, points, rings }] of lines.entries()) {
    const spots = points.map(toCell)
    const paint = (first: number, end = first + 1): void => {
      cells.fill(ink, first, end)
      latest.fill(at, first, end)
    }
    if (rings) fillCells(THUMBNAIL, { rings: ringsAt(spots, rings), rule: 'evenodd' }, paint)
    else traceCells(THUMBNAIL, spots, (cell) => paint(cell))
  }
  return thumbnailText(cells, latest)
}

/** Every so manieth stroke as a line, the lowest first. Which ones they are stays the same while the drawing grows little. */
function sampled({ ink }: Pick<Drawing, 'ink'>): Line[] {
  // `Object.keys` would look at every stroke, to see whether its key is one that counts.
  const groups = Object.values(ink).map((group) => ({ group, ids: Reflect.ownKeys(group) }))
  const total = groups.reduce((sum, { ids }) => sum + ids.length, 0)
  // A power of two: the next one takes a part of these.
  const stride = 2 ** Math.max(0, Math.ceil(Math.log2(total / MOST_STROKES)))
  const each = Math.max(24, Math.floor((MOST_NUMBERS * stride) / Math.max(1, total)))
  const lines: Line[] = []
  for (const { group, ids } of groups) {
    for (let at = 0; at < ids.length; at += stride) {
      const stroke = group[String(ids[at])]
      if (stroke && stroke.gone === undefined) lines.push(lineOf(stroke, each))
    }
  }
  return lines.sort((one, other) => one.order - other.order)
}

function lineOf(stroke: Stroke, most: number): Line {
  const look = { ink: stroke.colour === WHITE ? PAPER : stroke.colour + 1, order: stroke.order }
  if (stroke.tool === 'fill') return { ...look, ...corners(stroke, most) }
  const numbers = stroke.points.slice(0, most)
  const [left = 0, top = 0, right = left, bottom = top] = numbers
  switch (stroke.tool) {
    case 'pen':
      return { ...look, points: walked(numbers, stroke.pressure ? 3 : 2) }
    case 'rectangle':
      return { ...look, points: spots(left, top, right, top, right, bottom, left, bottom, left, top) }
    case 'ellipse':
      return { ...look, points: around(left, top, right, bottom) }
    case 'text':
      return { ...look, points: written(stroke, left, top) }
    case 'line':
      return { ...look, points: spots(left, top, right, bottom) }
  }
}

/** A line through the middle of a text's letters. */
function written({ text, width }: TextStroke, left: number, top: number): Spot[] {
  const height = TEXT_HEIGHT[width - 1] ?? TEXT_HEIGHT[0]
  const middle = top + height / 2
  return spots(left, middle, left + height * guessedWidth(text), middle)
}

function spots(...numbers: number[]): Spot[] {
  return Array.from({ length: numbers.length / 2 }, (_, at) => ({
    x: numbers[2 * at] ?? 0,
    y: numbers[2 * at + 1] ?? 0,
  }))
}

/** So many numbers of an area's lines at most, taken evenly. */
function corners({ points, rings }: FillStroke, most: number): { points: Spot[]; rings: number[] } {
  const stride = Math.ceil(points.length / most)
  const taken: { points: Spot[]; rings: number[] } = { points: [], rings: [] }
  let first = 0
  for (const length of rings) {
    for (let at = first; at < first + length; at += stride)
      taken.points.push({ x: points[2 * at] ?? 0, y: points[2 * at + 1] ?? 0 })
    taken.rings.push(Math.ceil(length / stride))
    first += length
  }
  return taken
}

/** Points along an ellipse. */
function around(left: number, top: number, right: number, bottom: number): Spot[] {
  return Array.from({ length: 33 }, (_, at) => {
    const turn = (Math.PI * at) / 16
    return {
      x: (left + right + (right - left) * Math.cos(turn)) / 2,
      y: (top + bottom + (bottom - top) * Math.sin(turn)) / 2,
    }
  })
}

/** Where each point is, of those that tell their way from the one before. */
function walked(numbers: readonly number[], size: number): Spot[] {
  const points: Spot[] = []
  let [x, y] = [0, 0]
  for (let at = 0; at + size <= numbers.length; at += size) {
    x += numbers[at] ?? 0
    y += numbers[at + 1] ?? 0
    points.push({ x, y })
  }
  return points
}

/** What brings all lines into the thumbnail, as large as they can be. */
function fitting(lines: readonly Line[]): (place: Spot) => Spot {
  let [left, top, right, bottom] = [EDGE, EDGE, -EDGE, -EDGE]
  for (const { points } of lines) {
    for (const { x, y } of points) {
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  const { width, height } = THUMBNAIL
  const perCell = Math.max(LEAST / width, (right - left + 2 * MARGIN) / width, (bottom - top + 2 * MARGIN) / height)
  const from = { x: (left + right) / 2 - (perCell * width) / 2, y: (top + bottom) / 2 - (perCell * height) / 2 }
  return ({ x, y }) => ({ x: (x - from.x) / perCell, y: (y - from.y) / perCell })
}

/** The points of each line. */
function ringsAt(points: readonly Spot[], lengths: readonly number[]): Spot[][] {
  let next = 0
  return lengths.map((length) => points.slice(next, (next += length)))
}
