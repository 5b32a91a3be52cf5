/** A place in board units, or in the square of a curve. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** From 0 to 1 along a line, in a square from −1 to 1, downwards as on a sheet. */
export type Curve = (at: number) => Point

const ROUND = 2 * Math.PI

/** Part of an oval, in turns from its right end, downwards: from 0.5 to 1 is its upper half. */
export function bow(x: number, y: number, wide: number, high: number, from: number, to: number): Curve {
  return (at) => {
    const turn = ROUND * (from + (to - from) * at)
    return { x: x + wide * Math.cos(turn), y: y + high * Math.sin(turn) }
  }
}

export function oval(x: number, y: number, wide: number, high: number): Curve {
  return bow(x, y, wide, high, 0, 1)
}

/** Small circles at places. */
export function dots(...places: readonly (readonly [x: number, y: number])[]): Curve[] {
  return places.map(([x, y]) => oval(x, y, 0.05, 0.05))
}

/** Straight from corner to corner: x, y, x, y, … */
export function lines(...corners: readonly number[]): Curve {
  const last = corners.length / 2 - 1
  const corner = (at: number): Point => ({ x: corners[2 * at] ?? 0, y: corners[2 * at + 1] ?? 0 })
  return (at) => {
    const [before, after] = [corner(Math.floor(at * last)), corner(Math.min(last, Math.floor(at * last) + 1))]
    const share = at * last - Math.floor(at * last)
    return { x: before.x + (after.x - before.x) * share, y: before.y + (after.y - before.y) * share }
  }
}

export function spiral(x: number, y: number, size: number): Curve {
  return (at) => ({ x: x + size * at * Math.cos(3 * ROUND * at), y: y + size * at * Math.sin(3 * ROUND * at) })
}

/** Waves from left to right. */
export function zigzag(from: number, to: number, high: number): Curve {
  return (at) => ({ x: from + (to - from) * at, y: high * Math.sin(3 * ROUND * at) })
}

/** The points of a curve as a steady hand would draw it, a sixtieth of a second between two, in whole board units. */
export function pointsOf(curve: Curve, place: (point: Point) => Point): Point[] {
  const fine = Array.from({ length: 65 }, (_, step) => place(curve(step / 64)))
  const length = fine.reduce(
    (sum, { x, y }, at) => sum + Math.hypot(x - (fine[at - 1]?.x ?? x), y - (fine[at - 1]?.y ?? y)),
    0,
  )
  // A hand goes on by about 12 units from one point to the next.
  const steps = Math.min(180, Math.max(4, Math.round(length / 12)))
  return Array.from({ length: steps + 1 }, (_, step) => {
    const { x, y } = place(curve(step / steps))
    return { x: Math.round(x), y: Math.round(y) }
  })
}
