import {
  type Drawing,
  emptyDrawing,
  type Hand,
  hideStroke,
  MAX_STROKES,
  putStroke,
  strokeAt,
  strokeCount,
} from './drawing.ts'
import { type Begin, type Erase, type Extend, MAX_POINTS, type Place, type Stroke } from './stroke.ts'
import { remember } from './undo.ts'

/** Begins a free-hand stroke of one's own. */
export function begin(drawing: Drawing, { id, at, joins = false, colour, width }: Begin, hand: Hand): void {
  const pressure = at.length === 3
  const look = { colour, width, author: hand.user.id, order: hand.version }
  add(drawing, { id, stroke: { tool: 'pen', ...look, pressure, points: [...at] }, joins }, hand)
}

/** Goes on with a free-hand stroke of one's own. */
export function extend(drawing: Drawing, { id, points }: Extend, { user, refuse }: Hand): void {
  const stroke = strokeAt(drawing, id)
  if (stroke?.tool !== 'pen' || stroke.author !== user.id || stroke.gone !== undefined) throw refuse('STROKE_ENDED')
  const size = stroke.pressure ? 3 : 2
  if (points.length % size !== 0 || stroke.points.length + points.length > MAX_POINTS * size)
    throw refuse('STROKE_ENDED')
  stroke.points.push(...points)
}

/** Puts a shape or text there. */
export function place(drawing: Drawing, { id, ...what }: Place, hand: Hand): void {
  add(drawing, { id, stroke: { ...what, author: hand.user.id, order: hand.version }, joins: false }, hand)
}

/** Takes strokes away, anybody's; what is gone already doesn't matter. */
export function erase(drawing: Drawing, { ids, joins = false }: Erase, { user }: Hand): void {
  const erased: string[] = []
  for (const id of ids) {
    const stroke = strokeAt(drawing, id)
    if (!stroke || stroke.gone !== undefined) continue
    hideStroke(drawing, stroke, user.id)
    erased.push(id)
  }
  if (erased.length > 0) remember(drawing, user.id, { sign: '-', ids: erased, joins })
}

/** Takes everything away for good, for everybody. */
export function clear(drawing: Drawing): void {
  Object.assign(drawing, emptyDrawing())
}

function add(
  drawing: Drawing,
  { id, stroke, joins }: { id: string; stroke: Stroke; joins: boolean },
  hand: Hand,
): void {
  if (strokeCount(drawing) >= MAX_STROKES) throw hand.refuse('BOARD_FULL')
  if (strokeAt(drawing, id)) throw hand.refuse('STROKE_TAKEN')
  putStroke(drawing, id, stroke)
  remember(drawing, hand.user.id, { sign: '+', ids: [id], joins })
}
