import { z } from 'zod/mini'
import { defineApplication } from '../contract/define-application.ts'
import { type Drawing, drawingRefusals, emptyDrawing, strokeCount } from './drawing/drawing.ts'
import { begin, clear, erase, extend, place } from './drawing/ink.ts'
import {
  beginSchema,
  EDGE,
  eraseSchema,
  extendSchema,
  nothingSchema,
  placeSchema,
  undoSchema,
} from './drawing/stroke.ts'
import { thumbnailOf } from './drawing/thumbnail.ts'
import { forget, redo, undo } from './drawing/undo.ts'

const coordinate = z.int().check(z.minimum(-EDGE), z.maximum(EDGE))

/** Everybody draws on one board. Whoever has been there longest may clear it. */
export const drawingBoard = defineApplication({
  name: 'board',
  title: 'Drawing board',
  players: { min: 1, max: 50 },
  spectators: true,
  // What is drawn within one frame shares the patch's path, which is most of what a point costs on the wire.
  frameInterval: 60,
  // 10,000 strokes of 500 points each.
  limits: { state: 40 * 1024 * 1024 },
  refusals: { ...drawingRefusals, NOT_YOUR_BOARD: 'Only whoever has been here longest may clear the board.' },
  initialise: (): Drawing => emptyDrawing(),
  /** Where the pointer is, in board units; null: nowhere on the board. */
  presence: z.nullable(z.object({ x: coordinate, y: coordinate })),
  predict: ['begin', 'extend', 'place', 'erase', 'undo', 'redo'],
  update: (action) => ({
    begin: action(beginSchema, begin),
    extend: action(extendSchema, extend),
    place: action(placeSchema, place),
    erase: action(eraseSchema, erase),
    undo: action(undoSchema, (state, { only }, context) => ({ undone: undo(state, context, only) })),
    redo: action(nothingSchema, (state, _, context) => ({ redone: redo(state, context) })),
    clear: action(nothingSchema, (state, _, { user, members, refuse }) => {
      if (members[0]?.id !== user.id) throw refuse('NOT_YOUR_BOARD')
      clear(state)
    }),
  }),
  members: {
    left: (state, { user }) => forget(state, user.id),
  },
  /** In words, and on a second line as a picture. */
  preview: (state) => {
    const strokes = strokeCount(state)
    if (strokes === 0) return 'Nothing drawn yet'
    const people = inWords(Object.keys(state.tally).length, 'person', 'people')
    return `${inWords(strokes, 'stroke', 'strokes')} by ${people}\n${thumbnailOf(state)}`
  },
})

function inWords(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
