import { type Drawing, emptyDrawing, putStroke } from '../../../server/applications/drawing/drawing.ts'
import { COLOURS, THICKNESS } from '../../../server/applications/drawing/stroke.ts'

/** The part of the board that a desktop's view shows where nothing is moved or zoomed: all of the ink is in it. */
export const SEEN = { width: 2000, height: 1400 } as const

/** Numbers from 0 to 1, the same ones at each run (the "minimal standard" generator of Park and Miller). */
export function numbersFrom(seed: number): () => number {
  let last = seed
  return () => {
    last = (last * 48_271) % 2_147_483_647
    return last / 2_147_483_647
  }
}

/** Steps of a hand that wanders: x and y by turns, each as far as a hand gets in a sixtieth of a second. */
export function wander(random: () => number): () => [number, number] {
  let direction = random() * 2 * Math.PI
  return () => {
    direction += (random() - 0.5) * 0.9
    const far = 4 + random() * 12
    return [Math.round(far * Math.cos(direction)), Math.round(far * Math.sin(direction))]
  }
}

/** A drawing of so many free-hand strokes, of 20 to 60 points each, every one of them in the first view. */
export function seededDrawing(strokes: number): Drawing {
  const drawing = emptyDrawing()
  const random = numbersFrom(7)
  const whole = (below: number) => Math.floor(random() * below)
  for (let at = 0; at < strokes; at += 1) {
    const points = [whole(SEEN.width), whole(SEEN.height)]
    const step = wander(random)
    for (let left = 19 + whole(41); left > 0; left -= 1) points.push(...step())
    // A quarter of what people draw is thick.
    const width = 1 + whole(random() < 0.75 ? 2 : THICKNESS.length)
    const look = { colour: whole(COLOURS.length), width, author: `old:${at % 12}`, order: at + 1 }
    putStroke(drawing, nameOf(at), { tool: 'pen', ...look, pressure: false, points })
  }
  return drawing
}

/** Names as the page makes them: their first letters are spread over all there are. */
export function nameOf(at: number): string {
  const letter = at % 52
  return String.fromCharCode(letter < 26 ? 97 + letter : 65 + letter - 26) + String(at).padStart(5, '0')
}
