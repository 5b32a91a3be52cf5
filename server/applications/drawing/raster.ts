/** A place on a grid of cells, each of which is 1 wide and 1 high. */
export interface Spot {
  readonly x: number
  readonly y: number
}

/** Cells row by row: so many in a row, and so many rows. */
export interface Grid {
  readonly width: number
  readonly height: number
}

/** What tells the inside of closed lines: how often they go around it, or whether that is an odd number. */
export type InsideRule = 'nonzero' | 'evenodd'

/** Calls `paint` with every stretch of cells whose middles closed lines have inside: from the first one to before `end`. */
export function fillCells(
  { width, height }: Grid,
  { rings, rule }: { rings: readonly (readonly Spot[])[]; rule: InsideRule },
  paint: (first: number, end: number) => void,
): void {
  const rows = new Map<number, Crossing[]>()
  for (const ring of rings) {
    for (const [at, to] of ring.entries()) cross(rows, height, { from: ring.at(at - 1) ?? to, to })
  }
  for (const [row, crossings] of rows) {
    crossings.sort((one, other) => one.x - other.x)
    let around = 0
    for (const [at, { x, turn }] of crossings.entries()) {
      around += turn
      const inside = rule === 'nonzero' ? around !== 0 : around % 2 !== 0
      const next = crossings[at + 1]
      if (!inside || !next) continue
      const [first, end] = [Math.max(0, Math.ceil(x - 0.5)), Math.min(width, Math.ceil(next.x - 0.5))]
      if (first < end) paint(row * width + first, row * width + end)
    }
  }
}

/** Where an edge crosses the middle of a row, and whether downwards (1) or upwards (-1). */
interface Crossing {
  readonly x: number
  readonly turn: 1 | -1
}

function cross(rows: Map<number, Crossing[]>, height: number, { from, to }: { from: Spot; to: Spot }): void {
  const [upper, lower] = from.y < to.y ? [from, to] : [to, from]
  const last = Math.min(height, Math.ceil(lower.y - 0.5))
  for (let row = Math.max(0, Math.ceil(upper.y - 0.5)); row < last; row += 1) {
    const x = upper.x + ((row + 0.5 - upper.y) * (lower.x - upper.x)) / (lower.y - upper.y)
    const crossings = rows.get(row) ?? []
    crossings.push({ x, turn: upper === from ? 1 : -1 })
    rows.set(row, crossings)
  }
}

/** Calls `paint` with every cell on the way along a line; cells follow each other by a side or a corner. */
export function traceCells({ width, height }: Grid, line: readonly Spot[], paint: (cell: number) => void): void {
  let last = line[0]
  for (const next of line) {
    if (!last) return
    const part = within({ width, height }, last, next)
    if (part) {
      const [from, to] = part
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))))
      for (let step = 0; step <= steps; step += 1) {
        const column = Math.floor(from.x + ((to.x - from.x) * step) / steps)
        const row = Math.floor(from.y + ((to.y - from.y) * step) / steps)
        if (column >= 0 && row >= 0 && column < width && row < height) paint(row * width + column)
      }
    }
    last = next
  }
}

/** The part of a straight line that is on a grid, by Liang and Barsky (1984): what is far beside it takes no steps. */
function within({ width, height }: Grid, from: Spot, to: Spot): readonly [Spot, Spot] | undefined {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  let [first, last] = [0, 1]
  for (const [change, room] of [
    [-dx, from.x],
    [dx, width - from.x],
    [-dy, from.y],
    [dy, height - from.y],
  ] as const) {
    if (change === 0 && room < 0) return undefined
    if (change < 0) first = Math.max(first, room / change)
    if (change > 0) last = Math.min(last, room / change)
  }
  const at = (share: number): Spot => ({ x: from.x + share * dx, y: from.y + share * dy })
  return first <= last ? [at(first), at(last)] : undefined
}
