import { z } from 'zod/mini'
import { plainLine } from '../../contract/plain-text.ts'

/** The colours there are, by the numbers that strokes name them by. */
export const COLOURS = [
  { name: 'Black', value: '#1d2129' },
  { name: 'Grey', value: '#7b8494' },
  { name: 'Brown', value: '#8a5a34' },
  { name: 'Red', value: '#d92d3a' },
  { name: 'Orange', value: '#ee7b1c' },
  { name: 'Yellow', value: '#f3c61e' },
  { name: 'Green', value: '#2f9e44' },
  { name: 'Turquoise', value: '#0c9aa6' },
  { name: 'Blue', value: '#2767d8' },
  { name: 'Violet', value: '#7a43cf' },
  { name: 'Pink', value: '#e0559b' },
  { name: 'White', value: '#ffffff' },
] as const

/** How thick a line of width 1, 2, 3, 4 is, in board units. */
export const THICKNESS = [6, 12, 24, 48] as const

/** How tall text of width 1, 2, 3, 4 is, in board units. */
export const TEXT_HEIGHT = [32, 48, 72, 112] as const

/** How far from its middle a board reaches, in board units. Where nothing is zoomed, two are a pixel. */
export const EDGE = 100_000

/** How many points a free-hand stroke may have; then it goes on in a new one. As many corners may an area have. */
export const MAX_POINTS = 500

/** How many points one `extend` may add. */
export const MAX_BATCH = 60

/** How long text on a board may be, in characters. */
export const MAX_TEXT = 200

interface Look {
  /** The user who made it. */
  readonly author: string
  /** A number of `COLOURS`. */
  readonly colour: number
  /** 1 to 4: see `THICKNESS`, and `TEXT_HEIGHT` for text. */
  readonly width: number
  /** The room's version when it was made: what has a higher one is drawn above. */
  readonly order: number
  /** Who made it disappear, and alone can bring it back by undo or redo; absent: it is there. */
  gone?: string
}

/**
 * A line drawn by hand. `points` are whole numbers in a row: the first point, then from each point to the next.
 * A point is x and y, and with `pressure` a third number: 0 to 100, as it is, not as a difference.
 */
export interface FreeStroke extends Look {
  readonly tool: 'pen'
  readonly pressure: boolean
  readonly points: number[]
}

/** A shape that is spanned by two corners, or a straight line between them: x, y, x, y. */
export interface ShapeStroke extends Look {
  readonly tool: 'line' | 'rectangle' | 'ellipse'
  readonly points: readonly number[]
}

/** One line of text whose upper left corner is at x, y. */
export interface TextStroke extends Look {
  readonly tool: 'text'
  readonly points: readonly number[]
  readonly text: string
}

/**
 * An area that was filled: closed lines, those around it and those around its holes alike, of which the even-odd rule
 * tells what is inside. `points` are the corners of all of them in a row, x and y; `rings` says how many each line has.
 */
export interface FillStroke extends Look {
  readonly tool: 'fill'
  readonly points: readonly number[]
  readonly rings: readonly number[]
}

/** Anything that is on a board, as one piece that is erased and undone as a whole. */
export type Stroke = FreeStroke | ShapeStroke | TextStroke | FillStroke

const id = z.string().check(z.regex(/^[a-zA-Z][a-zA-Z0-9]{5}$/))
const place = z.int().check(z.minimum(-EDGE), z.maximum(EDGE))
const colour = z.int().check(z.minimum(0), z.maximum(COLOURS.length - 1))
const width = z.int().check(z.minimum(1), z.maximum(THICKNESS.length))
const pressure = z.int().check(z.minimum(0), z.maximum(100))
const corners = z.array(place).check(z.length(4))

/** What begins a free-hand stroke, under a name that its sender made up. `joins`: undone together with what they did last. */
export const beginSchema = z.object({
  id,
  colour,
  width,
  at: z.union([z.tuple([place, place]), z.tuple([place, place, pressure])]),
  joins: z.optional(z.boolean()),
})

/** More points for one's own stroke, as `FreeStroke` has them. */
export const extendSchema = z.object({ id, points: z.array(place).check(z.minLength(2), z.maxLength(3 * MAX_BATCH)) })

const area = {
  points: z.array(place).check(z.minLength(6), z.maxLength(2 * MAX_POINTS)),
  rings: z.array(z.int().check(z.minimum(3))).check(z.minLength(1)),
}

/** A whole shape, text or area at once. */
export const placeSchema = z.discriminatedUnion('tool', [
  z.object({ tool: z.literal('fill'), id, colour, width, ...area }).check(
    z.refine(({ points, rings }) => points.length === 2 * rings.reduce((sum, each) => sum + each, 0), {
      error: 'rings must count the corners of points',
    }),
  ),
  z.object({ tool: z.literal('line'), id, colour, width, points: corners }),
  z.object({ tool: z.literal('rectangle'), id, colour, width, points: corners }),
  z.object({ tool: z.literal('ellipse'), id, colour, width, points: corners }),
  z.object({
    tool: z.literal('text'),
    id,
    colour,
    width,
    points: z.array(place).check(z.length(2)),
    text: z.string().check(z.overwrite(plainLine), z.trim(), z.minLength(1), z.maxLength(MAX_TEXT)),
  }),
])

/** Strokes to take away, anybody's. `joins`: undone together with what their sender erased just before. */
export const eraseSchema = z.object({
  ids: z.array(id).check(z.minLength(1), z.maxLength(100)),
  joins: z.optional(z.boolean()),
})

/** `only`: undo the last step if it names this stroke, and nothing else; then it can't be done again either. */
export const undoSchema = z.object({ only: z.optional(id) })

/** What `redo` and `clear` carry. */
export const nothingSchema = z.object({})

export type Begin = z.output<typeof beginSchema>
export type Extend = z.output<typeof extendSchema>
export type Place = z.output<typeof placeSchema>
export type Erase = z.output<typeof eraseSchema>
export type Undo = z.input<typeof undoSchema>
