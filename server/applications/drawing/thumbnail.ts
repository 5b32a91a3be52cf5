import type { Drawing } from './drawing.ts'
import { EDGE, type FillStroke, type Stroke } from './stroke.ts'

/** How many cells a thumbnail has: as many as fit, with a line of words, into what a lobby's listing may say of a room. */
export const THUMBNAIL = { width: 28, height: 18 } as const

/** What a cell can be: paper, dark ink, warm ink (red to yellow, and pink), or cool ink (green to violet). */
const TONES = [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 2, 0] as const

/** However much is drawn, a thumbnail is made of so many strokes and numbers of them at most, taken evenly. */
const MOST_STROKES = 200
const MOST_NUMBERS = 6_000

/** White around what is drawn, and the least that is shown, in board units. */
const MARGIN = 40
const LEAST = 600

interface Line {
  readonly tone: number
  readonly order: number
  /** x and y by turns. */
  readonly points: readonly number[]
  /** Of an area: how many of the points each line around it has. */
  readonly rings?: readonly number[]
}

/** A drawing as the lobby's list shows it: two bits a cell, row by row, in base64. Empty where nothing is drawn. */
export function thumbnailOf(drawing: Pick<Drawing, 'ink'>): string {
  const lines = sampled(drawing)
  if (lines.length === 0) return ''
  const cells = new Uint8Array(THUMBNAIL.width * THUMBNAIL.height)
  const toCell = fitting(lines)
  for (const { tone, points, rings } of lines) {
    const places = points.map(toCell)
    if (rings) flood(cells, tone, ringsAt(places, rings))
    else trail(cells, tone, places)
  }
  const bytes = new Uint8Array(cells.length / 4)
  for (const [at, cell] of cells.entries()) bytes[at >> 2] = (bytes[at >> 2] ?? 0) | (cell << (2 * (at & 3)))
  return btoa(String.fromCharCode(...bytes))
}

/** The cells of a thumbnail, row by row: 0 for paper, 1 to 3 for dark, warm and cool ink. Undefined for anything else. */
export function thumbnailCells(text: string): number[] | undefined {
  const { width, height } = THUMBNAIL
  if (!/^[A-Za-z0-9+/]+=*$/.test(text) || text.length !== Math.ceil((width * height) / 12) * 4) return undefined
  const bytes = atob(text)
  return Array.from({ length: width * height }, (_, at) => (bytes.charCodeAt(at >> 2) >> (2 * (at & 3))) & 3)
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
  const look = { tone: TONES[stroke.colour] ?? 1, order: stroke.order }
  if (stroke.tool === 'fill') return { ...look, ...corners(stroke, most) }
  const numbers = stroke.points.slice(0, most)
  const [left = 0, top = 0, right = left, bottom = top] = numbers
  switch (stroke.tool) {
    case 'pen':
      return { ...look, points: walked(numbers, stroke.pressure ? 3 : 2) }
    case 'rectangle':
      return { ...look, points: [left, top, right, top, right, bottom, left, bottom, left, top] }
    case 'ellipse':
      return { ...look, points: around(left, top, right, bottom) }
    case 'text':
      return { ...look, points: [left, top, left + 20 * Math.min(30, stroke.text.length), top] }
    case 'line':
      return { ...look, points: [left, top, right, bottom] }
  }
}

/** So many numbers of an area's lines at most, taken evenly. */
function corners({ points, rings }: FillStroke, most: number): { points: number[]; rings: number[] } {
  const stride = Math.ceil(points.length / most)
  const taken: { points: number[]; rings: number[] } = { points: [], rings: [] }
  let first = 0
  for (const length of rings) {
    for (let at = first; at < first + length; at += stride)
      taken.points.push(points[2 * at] ?? 0, points[2 * at + 1] ?? 0)
    taken.rings.push(Math.ceil(length / stride))
    first += length
  }
  return taken
}

/** Points along an ellipse. */
function around(left: number, top: number, right: number, bottom: number): number[] {
  return Array.from({ length: 33 }, (_, at) => {
    const turn = (Math.PI * at) / 16
    return [(left + right + (right - left) * Math.cos(turn)) / 2, (top + bottom + (bottom - top) * Math.sin(turn)) / 2]
  }).flat()
}

/** Where each point is, of those that tell their way from the one before. */
function walked(numbers: readonly number[], size: number): number[] {
  const points: number[] = []
  let [x, y] = [0, 0]
  for (let at = 0; at + size <= numbers.length; at += size) {
    x += numbers[at] ?? 0
    y += numbers[at + 1] ?? 0
    points.push(x, y)
  }
  return points
}

/** What brings all lines into the thumbnail, as large as they can be: their x to columns, their y to rows. */
function fitting(lines: readonly Line[]): (value: number, at: number) => number {
  let [left, top, right, bottom] = [EDGE, EDGE, -EDGE, -EDGE]
  for (const { points } of lines) {
    for (let at = 0; at + 1 < points.length; at += 2) {
      const [x = 0, y = 0] = [points[at], points[at + 1]]
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  const { width, height } = THUMBNAIL
  const perCell = Math.max(LEAST / width, (right - left + 2 * MARGIN) / width, (bottom - top + 2 * MARGIN) / height)
  const [x, y] = [(left + right) / 2 - (perCell * width) / 2, (top + bottom) / 2 - (perCell * height) / 2]
  return (value, at) => (at % 2 === 0 ? (value - x) / perCell : (value - y) / perCell)
}

/** Gives every cell on the way from point to point its tone. */
function trail(cells: Uint8Array, tone: number, points: readonly number[]): void {
  const { width, height } = THUMBNAIL
  let [lastX = 0, lastY = 0] = points
  for (let at = 0; at + 1 < points.length; at += 2) {
    const [x = 0, y = 0] = [points[at], points[at + 1]]
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x - lastX), Math.abs(y - lastY))))
    for (let step = 1; step <= steps; step += 1) {
      const column = Math.floor(lastX + ((x - lastX) * step) / steps)
      const row = Math.floor(lastY + ((y - lastY) * step) / steps)
      if (column >= 0 && row >= 0 && column < width && row < height) cells[row * width + column] = tone
    }
    lastX = x
    lastY = y
  }
}

/** The points of each line, x and y by turns. */
function ringsAt(points: readonly number[], lengths: readonly number[]): number[][] {
  let next = 0
  return lengths.map((length) => points.slice(2 * next, 2 * (next += length)))
}

/** Gives every cell whose middle the rings enclose, by the even-odd rule, its tone. */
function flood(cells: Uint8Array, tone: number, rings: readonly (readonly number[])[]): void {
  const { width, height } = THUMBNAIL
  for (let row = 0; row < height; row += 1) {
    const crossings = rings.flatMap((ring) => crossingsAt(ring, row + 0.5)).sort((one, other) => one - other)
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const [from = 0, to = 0] = [crossings[pair], crossings[pair + 1]]
      const [first, end] = [Math.max(0, Math.ceil(from - 0.5)), Math.min(width, Math.ceil(to - 0.5))]
      if (first < end) cells.fill(tone, row * width + first, row * width + end)
    }
  }
}

/** Where a closed line crosses a height. */
function crossingsAt(ring: readonly number[], y: number): number[] {
  const crossings: number[] = []
  let [lastX = 0, lastY = 0] = ring.slice(-2)
  for (let at = 0; at + 1 < ring.length; at += 2) {
    const [nextX = 0, nextY = 0] = [ring[at], ring[at + 1]]
    if (lastY > y !== nextY > y) crossings.push(lastX + ((y - lastY) * (nextX - lastX)) / (nextY - lastY))
    lastX = nextX
    lastY = nextY
  }
  return crossings
}
