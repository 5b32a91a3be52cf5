import { type Curve, type Point, pointsOf } from './curves.ts'

/** Where bots draw on a board: what is in sight of everybody, in board units around the middle. */
const REACH: Point = { x: 900, y: 560 }

const round = 2 * Math.PI
const circle: Curve = (at) => ({ x: Math.cos(round * at), y: Math.sin(round * at) })
const spiral: Curve = (at) => scaled(circle(3 * at), at)
const flower: Curve = (at) => scaled(circle(at), 0.55 + 0.45 * Math.cos(5 * round * at))
const wave: Curve = (at) => ({ x: 2 * at - 1, y: 0.5 * Math.sin(3 * round * at) })
const eight: Curve = (at) => ({ x: Math.sin(round * at), y: 0.6 * Math.sin(2 * round * at) })
const heart: Curve = (at) => {
  const turn = round * at
  const y = 13 * Math.cos(turn) - 5 * Math.cos(2 * turn) - 2 * Math.cos(3 * turn) - Math.cos(4 * turn)
  return { x: Math.sin(turn) ** 3, y: -y / 17 }
}
const arch: Curve = (at) => ({ x: -Math.cos(Math.PI * at), y: -Math.sin(Math.PI * at) })

const CURVES: readonly Curve[] = [circle, spiral, flower, wave, eight, heart, arch]

/** The points of a line that means nothing, somewhere on a board. */
export function line(random: () => number): Point[] {
  const curve = CURVES[Math.floor(random() * CURVES.length)] ?? circle
  const size = 60 + 240 * random()
  const middle = { x: (2 * random() - 1) * REACH.x, y: (2 * random() - 1) * REACH.y }
  const [turn, wide] = [round * random(), 0.6 + 0.8 * random()]
  return pointsOf(curve, ({ x, y }) => {
    const [across, down] = [x * size * wide, y * size]
    return {
      x: middle.x + across * Math.cos(turn) - down * Math.sin(turn),
      y: middle.y + across * Math.sin(turn) + down * Math.cos(turn),
    }
  })
}

function scaled({ x, y }: Point, by: number): Point {
  return { x: x * by, y: y * by }
}
