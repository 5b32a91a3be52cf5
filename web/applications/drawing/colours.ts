import { COLOURS, type Stroke } from '../../../server/applications/drawing/stroke.ts'

/** A stroke's colour, as a style has it. */
export function colourOf(stroke: Stroke): string {
  return COLOURS[stroke.colour]?.value ?? COLOURS[0].value
}

/** What `#rrggbb` stands for: red, green and blue, 0 to 255 each. */
export function rgbOf(colour: string): [red: number, green: number, blue: number] {
  const channel = (digit: number): number => Number.parseInt(colour.slice(digit, digit + 2), 16)
  return [channel(1), channel(3), channel(5)]
}
