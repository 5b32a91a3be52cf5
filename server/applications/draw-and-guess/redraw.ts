import type { PastActionOf } from '../../contract/client-types.ts'
import { Refusal } from '../../contract/refusal.ts'
import type { DrawAndGuess } from '../draw-and-guess.ts'
import { type Drawing, drawingRefusals, type Hand } from '../drawing/drawing.ts'
import { begin, clear, erase, extend, place } from '../drawing/ink.ts'
import { redo, undo } from '../drawing/undo.ts'

/**
 * Does again what was done to a drawing: all that the room's history has of one `PastTurn`, the oldest first, makes of
 * an empty drawing the one that its turn ended with.
 * @throws Refusal for what is of no such turn
 */
export function redraw(drawing: Drawing, action: PastActionOf<DrawAndGuess>): void {
  const { user, version } = action
  const hand: Hand = { user, version, refuse: (code, why) => new Refusal(code, why ?? drawingRefusals[code]) }
  switch (action.name) {
    case 'begin':
      begin(drawing, action.payload, hand)
      return
    case 'extend':
      extend(drawing, action.payload, hand)
      return
    case 'place':
      place(drawing, action.payload, hand)
      return
    case 'erase':
      erase(drawing, action.payload, hand)
      return
    case 'undo':
      undo(drawing, hand, action.payload.only)
      return
    case 'redo':
      redo(drawing, hand)
      return
    case 'clear':
      clear(drawing)
  }
}
