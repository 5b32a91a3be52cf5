import fc from 'fast-check'
import { COLOURS, type Stroke } from '../../../server/applications/drawing/stroke.ts'
import type { Way } from './lab/rubbed.ts'
import type { Sample } from './lab/sample.ts'

const VIEW = { width: 120, height: 90 }
const WORDS = [
  'Äpfel, Öl, Übung: Å',
  '⸻⸻',
  'f',
  'ẤǗ́ŷ',
  'illi',
  'שלום.',
  'ปิ้ ญ',
  'WWW',
  '😀👩‍👩‍👧',
  'a      b',
  'j̧ͫ͛q',
  '_,;',
  '한글 中文',
  '<b>&amp;"]]>',
  // As boards may hold them from before such were kept out.
  'first\u000bse\u0001c\ud800ond\tx\nthird\ufffe',
]

/** Numbers of a stretch, none more likely than another. */
function evenly(from: number, to: number): fc.Arbitrary<number> {
  return fc.noBias(fc.integer({ min: 0, max: 10_000 })).map((share) => from + ((to - from) * share) / 10_000)
}

const corner = evenly(-50_000, 50_000).map(Math.round)

/** Strokes of every kind, in or near what is seen, at any zoom; a hundred pixels around are not seen. */
export function samples(zooms: fc.Arbitrary<number>): fc.Arbitrary<Sample> {
  return fc
    .tuple(zooms, corner, corner)
    .chain(([zoom, x, y]) =>
      fc
        .array(strokesAt({ x, y, zoom }), { minLength: 1, maxLength: 4 })
        .map((strokes) => ({ camera: { x, y, zoom }, ...VIEW, strokes })),
    )
}

export const anyZoom = fc.oneof(
  fc.constantFrom(0.02, 0.04, 0.5, 1, 4),
  evenly(Math.log(0.02), Math.log(4)).map(Math.exp),
)

/** A stroke of any kind that begins in what a camera sees, or a little beside it. */
export function strokesAt({ x, y, zoom }: Sample['camera']): fc.Arbitrary<Stroke> {
  const along = (from: number, pixels: number) => evenly(-20, pixels + 20).map((at) => Math.round(from + at / zoom))
  const place = fc.tuple(along(x, VIEW.width), along(y, VIEW.height))
  const step = evenly(-40, 40).map((pixels) => Math.round(pixels / zoom))
  const look = {
    author: fc.constant('ann'),
    colour: fc.nat(COLOURS.length - 1),
    width: fc.integer({ min: 1, max: 4 }),
    order: fc.constant(0),
  }
  const two = fc.tuple(place, place).map((corners) => corners.flat())
  const pen = (pressure: boolean) =>
    fc.record({
      ...look,
      tool: fc.constant('pen' as const),
      pressure: fc.constant(pressure),
      points: fc
        .tuple(place, fc.array(fc.tuple(step, step), { maxLength: 25 }))
        .map(([from, steps]) => [from, ...steps].flatMap((each, at) => (pressure ? [...each, (37 * at) % 101] : each))),
    })
  return fc.oneof(
    pen(false),
    pen(true),
    fc.record({
      ...look,
      tool: fc.constantFrom('line' as const, 'rectangle' as const, 'ellipse' as const),
      points: two,
    }),
    fc.record({
      ...look,
      tool: fc.constant('text' as const),
      points: place.map((each) => [...each]),
      text: fc.constantFrom(...WORDS),
    }),
    fc.array(fc.array(place, { minLength: 3, maxLength: 8 }), { minLength: 1, maxLength: 3 }).chain((rings) =>
      fc.record({
        ...look,
        tool: fc.constant('fill' as const),
        points: fc.constant(rings.flat(2)),
        rings: fc.constant(rings.map(({ length }) => length)),
      }),
    ),
  )
}

/** Ways of an eraser over what is seen: from a touch to a leap across all of it. */
export const ways: fc.Arbitrary<Way> = fc
  .record({
    from: fc.record({ x: evenly(0, VIEW.width), y: evenly(0, VIEW.height) }),
    by: fc.record({ x: evenly(-30, 30), y: evenly(-30, 30) }),
    leap: fc.constantFrom(0, 0, 1, 4),
    radius: fc.constantFrom(3, 3, 6, 12),
  })
  .map(({ from, by, leap, radius }) => ({ from, to: { x: from.x + leap * by.x, y: from.y + leap * by.y }, radius }))
