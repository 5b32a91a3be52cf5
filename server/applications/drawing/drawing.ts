import type { Context } from '../../contract/context.ts'
import type { Stroke } from './stroke.ts'

/** How many strokes a drawing may have. */
export const MAX_STROKES = 10_000

/**
 * What is drawn, for any application's state. Applications change it by the functions of `ink.ts` and `undo.ts` only.
 *
 * Strokes stand in small records, by their id's first letter: a client copies the records along a patch's path, which
 * with one record of 10,000 strokes would cost more than drawing them.
 */
export interface Drawing {
  ink: Record<string, Record<string, Stroke>>
  /** How many strokes of each user are there, without those that are gone. */
  tally: Record<string, number>
  past: Record<string, Past>
}

/** What a user can undo and redo, the oldest first. Each is `+` or `-`, for drawn and erased, and ids between spaces. */
export interface Past {
  done: string[]
  undone: string[]
}

/** What a drawing refuses, for an application's `refusals`. */
export const drawingRefusals = {
  BOARD_FULL: `The board is full: it holds ${MAX_STROKES.toLocaleString('en')} strokes. Erase some to go on.`,
  STROKE_ENDED: 'This line can’t go on: it is at its end, or was erased.',
  STROKE_TAKEN: 'There is a stroke of this name already.',
} as const

/** What a drawing's operations need to know of the handler that runs them: its context will do. */
export type Hand = Pick<Context<keyof typeof drawingRefusals>, 'user' | 'version' | 'refuse'>

export function emptyDrawing(): Drawing {
  return { ink: {}, tally: {}, past: {} }
}

/** How many strokes can be seen. */
export function strokeCount(drawing: { readonly tally: Drawing['tally'] }): number {
  return Object.values(drawing.tally).reduce((sum, count) => sum + count, 0)
}

/** The stroke of this name, also one that is gone. */
export function strokeAt(drawing: Drawing, id: string): Stroke | undefined {
  return drawing.ink[groupOf(id)]?.[id]
}

export function putStroke(drawing: Drawing, id: string, stroke: Stroke): void {
  const group = groupOf(id)
  drawing.ink[group] ??= {}
  const there = drawing.ink[group]
  if (there) there[id] = stroke
  count(drawing, stroke.author, 1)
}

/** Takes a stroke out of sight; `by` can bring it back. */
export function hideStroke(drawing: Drawing, stroke: Stroke, by: string): void {
  stroke.gone = by
  count(drawing, stroke.author, -1)
}

export function showStroke(drawing: Drawing, stroke: Stroke): void {
  delete stroke.gone
  count(drawing, stroke.author, 1)
}

/** Forgets a stroke that is gone. */
export function dropStroke(drawing: Drawing, id: string): void {
  delete drawing.ink[groupOf(id)]?.[id]
}

function count(drawing: Drawing, author: string, by: number): void {
  const strokes = (drawing.tally[author] ?? 0) + by
  if (strokes > 0) drawing.tally[author] = strokes
  else delete drawing.tally[author]
}

function groupOf(id: string): string {
  return id.charAt(0)
}
