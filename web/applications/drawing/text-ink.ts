import type { TextStroke } from '../../../server/applications/drawing/stroke.ts'
import { guessedWidth } from '../../../server/applications/drawing/text-width.ts'
import { plainLine } from '../../../server/contract/plain-text.ts'
import { around, type Bounds, textHeight, widened } from './geometry.ts'

/** The face of text on a board and in its exports. */
export const INK_FONT = 'system-ui, sans-serif'

/** How far below its top a line of text stands on its letters' feet, in parts of its height: the same in every browser and export. */
const FEET = 0.8

/** What a canvas and a file need to know to show a text at the same place. */
export interface TextLine {
  readonly text: string
  readonly left: number
  /** Where the letters' feet are. */
  readonly feet: number
  readonly height: number
  /** As its first letter is written. */
  readonly direction: 'ltr' | 'rtl'
}

const LETTER = /\p{L}/u
const TO_LEFT = /[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}\p{sc=Rohg}\p{sc=Mand}\p{sc=Samr}]/u

export function textLine(stroke: TextStroke): TextLine {
  const [left = 0, top = 0] = stroke.points
  const height = textHeight(stroke.width)
  // A board may hold texts that came before what no line holds was taken out of them.
  const text = plainLine(stroke.text)
  const direction = TO_LEFT.test(LETTER.exec(text)?.[0] ?? '') ? 'rtl' : 'ltr'
  return { text, left, feet: top + FEET * height, height, direction }
}

/** Paints a text with a context that counts in board units. */
export function paintText(context: CanvasRenderingContext2D, line: TextLine): void {
  prepare(context, line)
  context.fillText(line.text, line.left, line.feet)
}

/** What a text covers at most: its ink, which may well reach beyond its line, and its line. */
export function textBounds(line: TextLine): Bounds {
  const { left, feet, height } = line
  const { ink, width } = measured(line)
  const box = { left, top: feet - FEET * height, right: left + width, bottom: feet + (1.2 - FEET) * height }
  // A glyph's box is told for its outline: hinted or as a picture it may be a little larger.
  return around([widened(ink, 0.1 * height), box]) ?? box
}

/** The box around a text's ink. */
export function textInk(line: TextLine): Bounds {
  return measured(line).ink
}

let measuring: CanvasRenderingContext2D | null | undefined

/** By the canvas; as a guess where there is none. */
function measured(line: TextLine): { ink: Bounds; width: number } {
  const { text, left, feet, height } = line
  measuring ??= globalThis.document?.createElement('canvas').getContext('2d')
  if (!measuring) {
    const width = guessedWidth(text) * height
    return { ink: { left, top: feet - FEET * height, right: left + width, bottom: feet + 0.2 * height }, width }
  }
  prepare(measuring, line)
  const size = measuring.measureText(text)
  const ink = {
    left: left - size.actualBoundingBoxLeft,
    top: feet - size.actualBoundingBoxAscent,
    right: left + size.actualBoundingBoxRight,
    bottom: feet + size.actualBoundingBoxDescent,
  }
  return { ink, width: size.width }
}

function prepare(context: CanvasRenderingContext2D, { height, direction }: TextLine): void {
  context.font = `${height}px ${INK_FONT}`
  context.textAlign = 'left'
  context.textBaseline = 'alphabetic'
  context.direction = direction
  // Letters are as far apart at every zoom and on every screen, as those that were measured.
  context.textRendering = 'geometricPrecision'
}
