import { expect } from 'chai'
import { type Drawing, emptyDrawing, MAX_STROKES, putStroke } from '../../../server/applications/drawing/drawing.ts'
import { place } from '../../../server/applications/drawing/ink.ts'
import { THUMBNAIL, thumbnailCells, thumbnailOf } from '../../../server/applications/drawing/thumbnail.ts'
import { drawingBoard } from '../../../server/applications/drawing-board.ts'
import { handOf } from './support.ts'

const ann = handOf('ann')

/** The cells of a drawing's thumbnail, a text for each row. */
function rowsOf(drawing: Drawing): string[] {
  const cells = thumbnailCells(thumbnailOf(drawing)) ?? []
  const { width, height } = THUMBNAIL
  return Array.from({ length: height }, (_, row) => cells.slice(row * width, (row + 1) * width).join(''))
}

/** As many strokes as a board holds, of as many points as a stroke has. Counts how often one is read. */
function fullBoard(): { drawing: Drawing; reads: () => number } {
  let reads = 0
  const lines = Array.from({ length: 97 }, (_, line) => {
    const points = Array.from({ length: 1000 }, (_, point) => (point % 7) - 3)
    points.splice(0, 2, (line * 370) % 2000, (line * 910) % 1400)
    return new Proxy(points, {
      get(target, key, receiver) {
        reads += 1
        return Reflect.get(target, key, receiver)
      },
    })
  })
  const drawing = emptyDrawing()
  for (let at = 0; at < MAX_STROKES; at += 1) {
    const id = `${String.fromCharCode(97 + (at % 26))}${String(at).padStart(5, '0')}`
    const look = { author: 'ann', colour: at % 12, width: 1, order: at }
    putStroke(drawing, id, { tool: 'pen', ...look, pressure: false, points: lines[at % lines.length] ?? [] })
  }
  return { drawing, reads: () => reads }
}

describe('a board’s thumbnail', () => {
  it('is empty where nothing is drawn, and shows lines where they are, in their tones', () => {
    const drawing = emptyDrawing()
    expect(thumbnailOf(drawing)).to.equal('')
    place(drawing, { tool: 'line', id: 'Aaaaaa', colour: 0, width: 1, points: [0, 0, 2000, 0] }, ann)
    place(drawing, { tool: 'line', id: 'Baaaaa', colour: 3, width: 1, points: [0, 1200, 2000, 1200] }, ann)
    const rows = rowsOf(drawing)
    expect([rows.findIndex((row) => row.includes('1')), rows.findLastIndex((row) => row.includes('2'))]).to.deep.equal([
      0, 17,
    ])
    expect(rows[0]).to.match(/^0{0,2}1{24,28}0{0,2}$/)
    expect(rows.join('')).to.not.include('3')
  })

  it('paints white over what lies below it', () => {
    const drawing = emptyDrawing()
    const line = { tool: 'line' as const, width: 1, points: [0, 0, 2000, 0] }
    place(drawing, { ...line, id: 'Aaaaaa', colour: 8 }, handOf('ann', 1))
    expect(rowsOf(drawing).join('')).to.include('3')
    place(drawing, { ...line, id: 'aaaaaa', colour: 11 }, handOf('ann', 2))
    expect(rowsOf(drawing).join('')).to.match(/^0+$/)
  })

  it('shows areas filled, but for their holes', () => {
    const drawing = emptyDrawing()
    const square = (near: number, far: number) => [near, near, far, near, far, far, near, far]
    const points = [...square(0, 1000), ...square(300, 700)]
    place(drawing, { tool: 'fill', id: 'Aaaaaa', colour: 3, width: 1, points, rings: [4, 4] }, ann)
    const middle = rowsOf(drawing)[THUMBNAIL.height / 2] ?? ''
    expect(middle).to.match(/^0{4,8}2{4,6}0{5,8}2{4,6}0{4,8}$/)
    expect(rowsOf(drawing)[2]).to.match(/^0{4,8}2{15,18}0{4,8}$/)
  })

  it('costs a full board’s server no more than some thousand numbers, and fits into a listing', () => {
    const { drawing, reads } = fullBoard()
    const preview = drawingBoard.preview?.(drawing) ?? ''
    expect(reads()).to.be.within(1000, 40_000)
    expect(new TextEncoder().encode(preview).length).to.be.at.most(200)
    expect(thumbnailCells(preview.split('\n')[1] ?? '')).to.include.members([1, 2, 3])
  })

  it('is told from anything else', () => {
    for (const text of ['', 'words', 'A'.repeat(167), `${'A'.repeat(167)}\u00e9`]) {
      expect(thumbnailCells(text)).to.equal(undefined)
    }
    expect(thumbnailCells('A'.repeat(168))).to.have.length(THUMBNAIL.width * THUMBNAIL.height)
  })
})
