import { expect } from 'chai'
import { emptyDrawing, MAX_STROKES, strokeAt, strokeCount } from '../../../server/applications/drawing/drawing.ts'
import { begin, clear, erase, extend, place } from '../../../server/applications/drawing/ink.ts'
import { beginSchema, extendSchema, MAX_POINTS, placeSchema } from '../../../server/applications/drawing/stroke.ts'
import { forget, MAX_STEPS, redo, undo } from '../../../server/applications/drawing/undo.ts'
import { validate } from '../../../server/contract/validate.ts'
import { handOf, refusalOf, visible } from './support.ts'

const [ann, bob] = [handOf('ann'), handOf('bob')]
const look = { colour: 3, width: 2 }

/** A name like no other: `Aaa000`, `Baa001`, … */
const name = (at: number) => `${String.fromCharCode(65 + (at % 26))}${String(at).padStart(5, '0')}`

describe('ink', () => {
  it('holds 10,000 strokes, refuses the next with BOARD_FULL, and takes one again when one is erased', () => {
    const drawing = emptyDrawing()
    const line = (at: number) =>
      place(drawing, { tool: 'line', id: name(at), ...look, points: [0, 0, 1, 1] }, at % 2 ? ann : bob)
    for (let at = 0; at < MAX_STROKES; at += 1) line(at)
    expect(strokeCount(drawing)).to.equal(MAX_STROKES)
    expect(refusalOf(() => line(MAX_STROKES))).to.equal('BOARD_FULL')
    expect(refusalOf(() => begin(drawing, { id: 'Zzzzzz', ...look, at: [0, 0] }, ann))).to.equal('BOARD_FULL')
    erase(drawing, { ids: [name(0)] }, ann)
    line(MAX_STROKES)
    expect(
      refusalOf(() => undo(drawing, { ...ann, user: { id: 'ann', name: 'ann' } })),
      'ann’s own erasing can’t be undone into a full board',
    ).to.equal('BOARD_FULL')
  })

  it('goes on to 500 points, for whoever began it, as long as it is there', () => {
    const drawing = emptyDrawing()
    begin(drawing, { id: 'Aaaaaa', ...look, at: [10, 10] }, ann)
    for (let point = 1; point < MAX_POINTS; point += 1) extend(drawing, { id: 'Aaaaaa', points: [1, -1] }, ann)
    expect(strokeAt(drawing, 'Aaaaaa')?.points).to.have.length(2 * MAX_POINTS)
    const more = (points: number[], hand = ann, id = 'Aaaaaa') => refusalOf(() => extend(drawing, { id, points }, hand))
    expect(more([1, 1])).to.equal('STROKE_ENDED')
    begin(drawing, { id: 'Baaaaa', ...look, at: [10, 10, 50] }, ann)
    expect(more([1, 1, 60], ann, 'Baaaaa')).to.equal(undefined)
    expect(more([1, 1], ann, 'Baaaaa'), 'without its pressure').to.equal('STROKE_ENDED')
    expect(more([1, 1, 60], bob, 'Baaaaa'), 'somebody else’s').to.equal('STROKE_ENDED')
    erase(drawing, { ids: ['Baaaaa'] }, bob)
    expect(more([1, 1, 60], ann, 'Baaaaa'), 'erased').to.equal('STROKE_ENDED')
    expect(more([1, 1], ann, 'Nothin'), 'never begun').to.equal('STROKE_ENDED')
  })

  it('takes each name once', () => {
    const drawing = emptyDrawing()
    begin(drawing, { id: 'Aaaaaa', ...look, at: [1, 1] }, ann)
    expect(refusalOf(() => begin(drawing, { id: 'Aaaaaa', ...look, at: [9, 9] }, bob))).to.equal('STROKE_TAKEN')
    expect(strokeAt(drawing, 'Aaaaaa')).to.include({ author: 'ann' })
  })

  it('undoes a hundred steps, and those that were joined as one', () => {
    const drawing = emptyDrawing()
    for (let at = 0; at < MAX_STEPS + 20; at += 1) begin(drawing, { id: name(at), ...look, at: [0, 0] }, ann)
    begin(drawing, { id: 'Zzzzzz', ...look, at: [0, 0], joins: true }, ann)
    undo(drawing, ann)
    expect(visible(drawing).size, 'two pieces of one line').to.equal(MAX_STEPS + 19)
    redo(drawing, ann)
    let steps = 0
    while (undo(drawing, ann)) steps += 1
    expect([steps, visible(drawing).size]).to.deep.equal([MAX_STEPS, 20])
  })

  it('takes back what was no drawing after all, that alone, and not for redo', () => {
    const drawing = emptyDrawing()
    for (const id of ['Aaaaaa', 'Baaaaa']) begin(drawing, { id, ...look, at: [10, 10] }, ann)
    expect(undo(drawing, ann, 'Aaaaaa'), 'it was not the last').to.equal(false)
    expect(undo(drawing, ann, 'Zzzzzz'), 'it was refused').to.equal(false)
    expect(undo(drawing, bob, 'Baaaaa'), 'it is somebody else’s').to.equal(false)
    expect(undo(drawing, ann, 'Baaaaa')).to.equal(true)
    expect([strokeCount(drawing), strokeAt(drawing, 'Baaaaa'), redo(drawing, ann)]).to.deep.equal([1, undefined, false])
    erase(drawing, { ids: ['Aaaaaa'] }, ann)
    expect(undo(drawing, ann, 'Aaaaaa'), 'nor was it erased').to.equal(true)
    expect([strokeCount(drawing), redo(drawing, ann)]).to.deep.equal([1, false])
  })

  it('passes over a step that somebody else has made void', () => {
    const drawing = emptyDrawing()
    for (const id of ['Aaaaaa', 'Baaaaa']) begin(drawing, { id, ...look, at: [0, 0] }, ann)
    erase(drawing, { ids: ['Baaaaa'] }, bob)
    expect(undo(drawing, ann)).to.equal(true)
    expect(visible(drawing).size, 'bob had taken the last, so the one before goes').to.equal(0)
    expect(undo(drawing, ann)).to.equal(false)
    undo(drawing, bob)
    expect([...visible(drawing).keys()], 'what bob erased he brings back').to.deep.equal(['Baaaaa'])
  })

  it('keeps what is gone for undo, and no longer than that', () => {
    const drawing = emptyDrawing()
    begin(drawing, { id: 'Aaaaaa', ...look, at: [0, 0] }, ann)
    undo(drawing, ann)
    begin(drawing, { id: 'Baaaaa', ...look, at: [0, 0] }, ann)
    expect(strokeAt(drawing, 'Aaaaaa'), 'drawing ends redo').to.equal(undefined)
    erase(drawing, { ids: ['Baaaaa'] }, bob)
    forget(drawing, 'bob')
    expect(strokeAt(drawing, 'Baaaaa'), 'bob has left').to.equal(undefined)
  })

  it('bounds what one person can keep by erasing', () => {
    const drawing = emptyDrawing()
    for (let at = 0; at < 2000; at += 1) {
      place(drawing, { tool: 'line', id: name(at), ...look, points: [0, 0, 1, 1] }, ann)
      erase(drawing, { ids: [name(at)], joins: at % 2 === 0 }, bob)
    }
    const kept = Object.values(drawing.ink).flatMap((group) => Object.keys(group))
    expect(kept.length).to.be.within(100, 300)
  })

  it('is all gone when it is cleared, for redo too', () => {
    const drawing = emptyDrawing()
    begin(drawing, { id: 'Aaaaaa', ...look, at: [0, 0] }, ann)
    clear(drawing)
    expect(drawing).to.deep.equal(emptyDrawing())
  })

  it('takes whole numbers on the board, names of six characters, and text that is there', () => {
    const begins = (change: object) => validate(beginSchema, { id: 'Aaaaaa', ...look, at: [1, 2], ...change }).ok
    expect(begins({})).to.equal(true)
    const wrong = [
      { id: '1aaaaa' },
      { id: '__proto__' },
      { at: [1.5, 2] },
      { at: [1e6, 0] },
      { at: [1, 2, 101] },
      { colour: 12 },
      { width: 5 },
    ]
    expect(wrong.map(begins)).to.deep.equal(wrong.map(() => false))
    expect(validate(extendSchema, { id: 'Aaaaaa', points: Array.from({ length: 200 }, () => 0) }).ok).to.equal(false)
    const text = (words: string) =>
      validate(placeSchema, { tool: 'text', id: 'Aaaaaa', ...look, points: [0, 0], text: words })
    expect([text(' hello ').ok, text('  ').ok, text('x'.repeat(201)).ok]).to.deep.equal([true, false, false])
    expect(text('a\u000bb\u0000 \ud800c\td\r\ne'), 'one line, without what is no character').to.deep.include({
      value: { tool: 'text', id: 'Aaaaaa', ...look, points: [0, 0], text: 'ab c d e' },
    })
    expect(text('\u0007 \u200b').ok, 'nothing that could be seen').to.equal(false)
  })
})
