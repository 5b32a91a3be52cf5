import type { Point } from './camera.ts'
import type { Mask } from './flood.ts'
import { distanceTo } from './geometry.ts'

/** A closed line: the last point is followed by the first. */
export type Ring = readonly Point[]

/**
 * The edges of a mask as closed lines along the cells' sides, outer edges and those of holes alike: what lies inside is
 * told by the even-odd rule. This is the decomposition of a bitmap into paths of P. Selinger, "Potrace: a polygon-based
 * tracing algorithm" (2003), section 2.1, with cells that touch at a corner alone kept apart.
 */
export function ringsOf(mask: Mask): Ring[] {
  const [columns, inside] = [mask.width + 1, (x: number, y: number) => cellAt(mask, x, y)]
  /** By corner: those from which a side goes right, down, left, up, with the mask to its right. */
  const sides = new Uint8Array(columns * (mask.height + 1))
  for (let y = 0; y <= mask.height; y += 1) {
    for (let x = 0; x <= mask.width; x += 1) {
      const [here, left, above] = [inside(x, y), inside(x - 1, y), inside(x, y - 1)]
      if (here && !above) mark(sides, y * columns + x, 0)
      if (left && !here) mark(sides, y * columns + x, 1)
      if (above && !here) mark(sides, y * columns + x + 1, 2)
      if (here && !left) mark(sides, (y + 1) * columns + x, 3)
    }
  }
  const rings: Ring[] = []
  for (let start = 0; start < sides.length; start += 1) {
    while (sides[start]) rings.push(follow(sides, start, columns))
  }
  return rings
}

const STEPS = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
] as const

/** Walks along sides from a corner until it is there again, and takes them away. Only corners where it turns are told. */
function follow(sides: Uint8Array, start: number, columns: number): Ring {
  const ring: Point[] = []
  let direction = -1
  let at = start
  do {
    // Right first: so cells that touch at this corner alone are walked around one by one.
    const next = [1, 0, 3, 2]
      .map((turn) => (direction < 0 ? (turn + 3) % 4 : (direction + turn) % 4))
      .find((each) => ((sides[at] ?? 0) >> each) & 1)
    if (next === undefined) throw new Error('an edge has an end')
    if (next !== direction) ring.push({ x: at % columns, y: Math.floor(at / columns) })
    sides[at] = (sides[at] ?? 0) & ~(1 << next)
    const step = STEPS[next] ?? STEPS[0]
    direction = next
    at += step.x + step.y * columns
  } while (at !== start)
  return ring
}

function mark(sides: Uint8Array, corner: number, direction: number): void {
  sides[corner] = (sides[corner] ?? 0) | (1 << direction)
}

function cellAt({ width, height, data }: Mask, x: number, y: number): boolean {
  return x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 1
}

/** A ring along the sides of cells without its stairs: each corner is cut, by half a side or one cell at most. */
export function smoothed(ring: Ring): Ring {
  return ring.flatMap((from, at) => {
    const to = ring[(at + 1) % ring.length] ?? from
    const length = distance(from, to)
    const share = Math.min(0.5, 1 / length)
    const between = (part: number): Point => ({
      x: from.x + (to.x - from.x) * part,
      y: from.y + (to.y - from.y) * part,
    })
    return length > 2 ? [between(share), between(1 - share)] : [between(0.5)]
  })
}

/** The rings with as few points as it takes to have `most` at most: the further they may be off, the fewer there are. */
export function simplified(rings: readonly Ring[], most: number): Ring[] {
  for (let tolerance = 0.4; ; tolerance *= 1.4) {
    const simple = rings.map((ring) => simplifiedRing(ring, tolerance)).filter(({ length }) => length > 2)
    if (simple.reduce((sum, { length }) => sum + length, 0) <= most) return simple
  }
}

function simplifiedRing(ring: Ring, tolerance: number): Ring {
  const [first] = ring
  if (!first) return ring
  // Its furthest point from the first makes two open lines of it.
  const far = ring.reduce(
    (best, point, at) => (distance(point, first) > distance(ring[best] ?? first, first) ? at : best),
    0,
  )
  const there = simplifiedLine(ring.slice(0, far + 1), tolerance)
  const back = simplifiedLine([...ring.slice(far), first], tolerance)
  return [...there.slice(0, -1), ...back.slice(0, -1)]
}

/** By Ramer (1972), and Douglas and Peucker (1973): of what lies between two points the furthest stays, if it is far enough. */
function simplifiedLine(line: readonly Point[], tolerance: number): Point[] {
  const stays = new Set([0, line.length - 1])
  const open: [number, number][] = [[0, line.length - 1]]
  for (let part = open.pop(); part; part = open.pop()) {
    const [from, to] = part
    const [one, other] = [line[from], line[to]]
    if (!one || !other) continue
    let [furthest, off] = [-1, tolerance]
    for (let at = from + 1; at < to; at += 1) {
      const away = distanceTo(line[at] ?? one, one, other)
      if (away > off) [furthest, off] = [at, away]
    }
    if (furthest < 0) continue
    stays.add(furthest)
    open.push([from, furthest], [furthest, to])
  }
  return line.filter((_, at) => stays.has(at))
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
